/** A request and its redirects, each to a host that is judged like the first. */
import { isRegistryPort } from "./registry-port.ts";
import { ask, authority, type HttpAnswer, type HttpQuestion } from "./request.ts";
import type { Way } from "./way.ts";

/** What is sent to the first host in `Authorization` is sent to no other. */
export async function followed(question: HttpQuestion, way: Way): Promise<HttpAnswer> {
  let asked = question;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await ask(asked, way);
    const location =
      answer.kind === "answered" && isRedirect(answer.status) ? answer.headers.location : undefined;
    if (location === undefined) return answer;
    if (redirects === way.network.limits.redirects) return notFollowed("it redirects again and again");
    const next = await redirected(asked, location, way);
    if ("kind" in next) return next;
    asked = next;
  }
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

async function redirected(
  from: HttpQuestion,
  location: string,
  way: Way,
): Promise<HttpQuestion | HttpAnswer> {
  const url = URL.parse(location, `https://${authority(from.host.host, from.port)}${from.path}`);
  const place = url === null ? undefined : httpsPlace(url);
  if (url === null || place === undefined)
    return notFollowed("it redirects to an address that no registry has");
  const path = `${url.pathname}${url.search}`;
  if (place.host === from.host.host && place.port === from.port) return { ...from, path };
  const host = await way.judged(place.host);
  if (host.kind !== "public")
    return notFollowed(
      "it redirects to a host that the public internet does not reach, or that could not be found",
    );
  const { headers = {}, ...rest } = from;
  const kept = Object.entries(headers).filter(([name]) => name !== "authorization");
  return { ...rest, host, port: place.port, path, headers: Object.fromEntries(kept) };
}

/** Host and port of an HTTPS address that may be asked; `undefined` for any other. */
export function httpsPlace({
  protocol,
  hostname,
  port,
  username,
  password,
}: URL): { readonly host: string; readonly port: number } | undefined {
  const number = port === "" ? 443 : Number(port);
  if (protocol !== "https:" || username !== "" || password !== "" || !isRegistryPort(number))
    return undefined;
  return { host: hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, ""), port: number };
}

function notFollowed(why: string): HttpAnswer {
  return { kind: "unreadable", why };
}
