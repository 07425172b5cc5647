/** Asks a registry as Docker does, with code of the tests' own. https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";

interface Login {
  readonly username: string;
  readonly password: string;
}

interface OciAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export type Ask = (
  method: string,
  path: string,
  more?: { readonly body?: Buffer; readonly type?: string },
) => Promise<OciAnswer>;

export interface OciClient {
  /** Asks with the login, by whatever way the registry wants it. */
  as(login: Login): Ask;
}

export interface OciRegistry {
  readonly host: string;
  readonly port: number;
  /** PEM. */
  readonly authority: string;
}

export function ociClient(registry: OciRegistry): OciClient {
  return {
    as: (login) => async (method, path, more) => {
      const first = await send(registry, registry.port, method, path, more);
      const challenge = first.headers["www-authenticate"];
      if (first.status !== 401 || challenge === undefined) return first;
      const basic = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}`;
      if (challenge.startsWith("Basic")) return send(registry, registry.port, method, path, more, basic);
      const { realm = "", service = "", scope = "" } = parametersOf(challenge);
      const { port, pathname } = new URL(realm);
      const query = new URLSearchParams({ service, scope });
      const given = await send(registry, Number(port), "GET", `${pathname}?${query}`, {}, basic);
      if (given.status !== 200) return given;
      const { token } = JSON.parse(given.body.toString());
      return send(registry, registry.port, method, path, more, `Bearer ${token}`);
    },
  };
}

function parametersOf(challenge: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
}

const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
].join(", ");

/** Its names lead to loopback; the certificate is asked for what the name is. */
async function send(
  { host, authority }: OciRegistry,
  port: number,
  method: string,
  path: string,
  { body, type }: { readonly body?: Buffer; readonly type?: string } = {},
  authorization?: string,
): Promise<OciAnswer> {
  const isRegistry = path.startsWith("/v2/");
  const sent = request({
    ...{ host: "127.0.0.1", port, method, path, ca: authority, agent: false },
    servername: isRegistry ? host : host.replace(/^registry/, "auth"),
    headers: {
      host: `${host}:${port}`,
      accept: manifestTypes,
      ...(type !== undefined && { "content-type": type }),
      ...(body !== undefined && { "content-length": body.length }),
      ...(authorization !== undefined && { authorization }),
    },
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) };
}
