/**
 * The CNCF distribution registry, as a process on loopback with TLS: with htpasswd, or with a token server of the tests' own.
 * https://distribution.github.io/distribution/about/configuration/ , https://distribution.github.io/distribution/spec/auth/jwt/
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID, sign, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Network } from "../../../packages/registry/src/index.ts";
import type { AskedRegistry, RegistryAnswer, RegistryLogin } from "../../../packages/sandbox/src/index.ts";
import { type Certified, createAuthority } from "./certificates.ts";
import { dnsServer } from "./dns-server.ts";
import { type PushedImage, pushImage } from "./image.ts";
import { loopbackNetwork } from "./network.ts";
import { type OciClient, ociClient } from "./oci-client.ts";
import { goodLogin, registryHost } from "./registry.ts";
import { httpsServer } from "./tls-server.ts";

const usual = ["/usr/bin/docker-registry", "/usr/local/bin/docker-registry"];

/** Whoever names one in `DOCKER_REGISTRY` wants no other. */
const places = process.env.DOCKER_REGISTRY === undefined ? usual : [process.env.DOCKER_REGISTRY];

export const registryProgram = places.find((place) => existsSync(place));

export const registryMissing =
  "The CNCF distribution registry is missing: install the Debian package docker-registry, or name the program in DOCKER_REGISTRY.";

export type Authentication = "htpasswd" | "token";

export interface Distribution {
  readonly port: number;
  readonly network: Network;
  readonly image: PushedImage;
  /** Speaks to it as `docker` would. */
  readonly client: OciClient;
  /** For the builds of a sandbox: asks for the manifest, and of which platforms it is. */
  readonly ask: AskedRegistry["ask"];
  stop(): Promise<void>;
}

/** With `acme/web:1` in it, which the good login alone may pull. */
export async function startDistribution(authentication: Authentication): Promise<Distribution> {
  const folder = mkdtempSync(join(tmpdir(), "distribution-"));
  const authority = createAuthority();
  const ends: (() => Promise<void> | void)[] = [];
  const atEnd = (end: () => Promise<void> | void) => void ends.push(end);
  const tokens =
    authentication === "token"
      ? await tokenServer(authority.issue([tokenHost]), authority, atEnd)
      : undefined;
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const own = authority.issue([registryHost]);
  const auth =
    tokens === undefined
      ? {
          htpasswd: {
            realm: "tests",
            path: file("htpasswd", `${goodLogin.username}:${bcryptOfGoodPassword}\n`),
          },
        }
      : {
          token: {
            realm: `https://${tokenHost}:${tokens.port}/token`,
            service,
            issuer,
            rootcertbundle: file("authority.pem", authority.cert),
          },
        };
  const configuration = {
    version: "0.1",
    log: { level: "info", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, "images") } },
    http: {
      addr: "127.0.0.1:0",
      tls: { certificate: file("cert.pem", own.cert), key: file("key.pem", own.key) },
    },
    auth,
  };
  // JSON is YAML, too.
  const child = spawn(registryProgram ?? "", ["serve", file("config.yml", JSON.stringify(configuration))]);
  const port = await portOf(child);
  const dns = await dnsServer(() => ({ addresses: ["127.0.0.1"] }), atEnd);
  const network = loopbackNetwork(dns, authority);
  const client = ociClient({ host: registryHost, port, authority: authority.cert });
  return {
    port,
    network,
    client,
    ask: ({ repository, reference }, login) =>
      manifestOf(client, `/v2/${repository}/manifests/${reference}`, login),
    image: await pushImage(client.as(goodLogin)),
    async stop() {
      for (const end of ends) await end();
      child.kill("SIGKILL");
      await once(child, "close");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function manifestOf(
  client: OciClient,
  path: string,
  login: RegistryLogin | undefined,
): Promise<RegistryAnswer> {
  const { status, body } = await client.as(login ?? { username: "", password: "" })("GET", path);
  if (status !== 200) return { status };
  const { manifests = [] } = JSON.parse(body.toString());
  return { status, platforms: manifests.map(({ platform }: { platform: object }) => platform) };
}

/** It takes any free port, and says which. */
async function portOf(child: ChildProcess): Promise<number> {
  const said: string[] = [];
  if (child.stderr === null) throw new Error("it has no output");
  child.stdout?.resume();
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const [, port] = /listening on 127\.0\.0\.1:(\d+), tls/.exec(line) ?? [];
    if (port === undefined) continue;
    child.stderr.resume();
    return Number(port);
  }
  throw new Error(`The registry did not start:\n${said.join("\n")}`);
}

/** Of `goodLogin`'s password, as `htpasswd -B` makes it: the registry takes no other kind. */
const bcryptOfGoodPassword = "$2b$04$Jv4OWWGUHxp8GTsjF7UeBeF/F/Yi/XsNtHIXhLzK8TmzB8nj6e1AG";

const tokenHost = "auth.acme-builds.dev";
const service = "registry.acme";
const issuer = "auth.acme";

/** Gives who has the good login what it asks for in `acme/web`, and of nothing else. */
function tokenServer(certified: Certified, signer: Certified, atEnd: (end: () => Promise<void>) => void) {
  return httpsServer(certified, (request, response) => answer(request, response, signer), "127.0.0.1", atEnd);
}

function answer({ headers, url = "" }: IncomingMessage, response: ServerResponse, signer: Certified): void {
  const { username, password } = goodLogin;
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  if (headers.authorization !== wanted) {
    response.writeHead(401).end(JSON.stringify({ errors: [{ code: "UNAUTHORIZED", message: "no" }] }));
    return;
  }
  const [type, name, actions] = new URL(url, "https://t").searchParams.get("scope")?.split(":") ?? [];
  const access = name === "acme/web" ? [{ type, name, actions: actions?.split(",") }] : [];
  response.end(JSON.stringify({ token: tokenWith(access, signer) }));
}

function tokenWith(access: readonly object[], { cert, key }: Certified): string {
  const now = Math.floor(Date.now() / 1_000);
  const times = { iat: now, nbf: now - 60, exp: now + 300 };
  const header = { typ: "JWT", alg: "ES256", x5c: [new X509Certificate(cert).raw.toString("base64")] };
  const claims = { iss: issuer, sub: goodLogin.username, aud: service, jti: randomUUID(), ...times, access };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}
