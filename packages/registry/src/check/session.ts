/** Asks a registry as somebody who has a login: how the login goes over, and to whom. */
import { isJsonObject } from "@pullpass/core";
import { followed, httpsPlace } from "../network/follow.ts";
import { ask, type HttpAnswer, type HttpQuestion } from "../network/request.ts";
import type { Way } from "../network/way.ts";
import type { Challenge } from "./challenge.ts";

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

type RegistryHost = Pick<HttpQuestion, "host" | "port">;

/** What became of the login. Only `authorized` may ask on. */
export type Authorization =
  | {
      readonly kind: "authorized";
      readonly header: string | undefined;
      readonly login: "accepted" | "not-asked-for";
    }
  /** The answer to the login, of the registry or of its token server. */
  | {
      readonly kind: "refused";
      readonly by: string;
      readonly answer: Extract<HttpAnswer, { kind: "answered" }>;
    }
  | { readonly kind: "unknown"; readonly why: string };

/**
 * For the scope `repository:NAME:pull`, or for none where `repository` is `undefined`. The login goes over TLS, to the registry
 * itself or to the address that it names for tokens, whose host is judged; never on to where that redirects.
 */
export async function authorize(
  challenge: Challenge | undefined,
  login: RegistryLogin,
  {
    registry,
    repository,
    way,
  }: { readonly registry: RegistryHost; readonly repository: string | undefined; readonly way: Way },
): Promise<Authorization> {
  if (challenge === undefined) return { kind: "authorized", header: undefined, login: "not-asked-for" };
  if (challenge.kind === "basic") return withBasic(login, registry, way);
  const url = URL.parse(challenge.realm);
  const place = url === null ? undefined : httpsPlace(url);
  if (url === null || place === undefined)
    return {
      kind: "unknown",
      why: "the registry wants the login at an address without TLS, or at none: it was not sent",
    };
  const host = place.host === registry.host.host ? registry.host : await way.judged(place.host);
  if (host.kind !== "public")
    return {
      kind: "unknown",
      why: "the registry wants the login at a host that is not public, or that could not be found: it was not sent",
    };
  if (challenge.service !== undefined) url.searchParams.set("service", challenge.service);
  if (repository !== undefined) url.searchParams.set("scope", `repository:${repository}:pull`);
  const path = `${url.pathname}${url.search}`;
  const headers = { authorization: basic(login), accept: "application/json" };
  const answer = await ask({ host, port: place.port, method: "GET", path, headers }, way);
  return tokenIn(answer, place.host);
}

/** The registry's own answer to the login, without an image. */
async function withBasic(login: RegistryLogin, registry: RegistryHost, way: Way): Promise<Authorization> {
  const header = basic(login);
  const answer = await askRegistry(registry, { method: "GET", path: "/v2/" }, { header, way });
  if (answer.kind !== "answered") return { kind: "unknown", why: answer.why };
  return answer.status === 200
    ? { kind: "authorized", header, login: "accepted" }
    : { kind: "refused", by: registry.host.host, answer };
}

/** https://distribution.github.io/distribution/spec/auth/token/#token-response-fields */
function tokenIn(answer: HttpAnswer, by: string): Authorization {
  if (answer.kind !== "answered") return { kind: "unknown", why: answer.why };
  if (answer.status !== 200) return { kind: "refused", by, answer };
  const members = jsonObject(answer.body);
  const token = [members?.token, members?.access_token].find(
    (each) => typeof each === "string" && tokenForm.test(each),
  );
  return token === undefined
    ? { kind: "unknown", why: "the registry's token server gives no token" }
    : { kind: "authorized", header: `Bearer ${token}`, login: "accepted" };
}

/** Nothing that would end a header. */
const tokenForm = /^[\x21-\x7e]{1,16000}$/;

export function jsonObject(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function basic({ username, password }: RegistryLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** To the registry, as `header` says; redirects are followed without it. */
export function askRegistry(
  { host, port }: RegistryHost,
  request: Pick<HttpQuestion, "method" | "path"> & Partial<Pick<HttpQuestion, "bodyBytes">>,
  {
    header,
    accept,
    way,
  }: { readonly header: string | undefined; readonly accept?: string; readonly way: Way },
): Promise<HttpAnswer> {
  const headers = {
    ...(header !== undefined && { authorization: header }),
    ...(accept !== undefined && { accept }),
  };
  return followed({ host, port, headers, ...request }, way);
}
