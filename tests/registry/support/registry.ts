/**
 * A registry and a token server of the tests' own, on loopback with TLS, that speak the OCI distribution spec:
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md , https://distribution.github.io/distribution/spec/auth/token/
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Network } from "../../../packages/registry/src/index.ts";
import { createAuthority } from "./certificates.ts";
import { dnsServer } from "./dns-server.ts";
import { loopbackNetwork } from "./network.ts";
import { httpsServer } from "./tls-server.ts";

export const registryHost = "registry.acme-builds.dev";
const tokenHost = "auth.acme-builds.dev";
const storageHost = "storage.acme-builds.dev";

export const goodLogin = { username: "ci", password: "canary-pa55:w\u00f6rd" };

/** Login and image are what the registry knows; each kind is a registry of the field. */
export interface RegistryOptions {
  /**
   * How it is told who asks. `hub`: a token, and a bad login gets 401; who may not pull gets a token without access. `gitlab`: a
   * token, and a bad login or a repository that is not theirs gets 403. `basic`: the login itself, as Amazon ECR and Nexus.
   * `late`: everybody may ask for /v2/, and the manifest wants a token. `open`: nobody is asked.
   */
  readonly kind?: "hub" | "gitlab" | "basic" | "late" | "open";
  /** What `acme/web:1` is. */
  readonly image?: "index" | "single" | "windows";
  /** Comes before the registry's own answer. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly tokenServer?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly challenge?: string;
}

export interface TestRegistry {
  readonly port: number;
  readonly network: Network;
  /** Every request, by host, as `registry GET /v2/`, with the kind of authorization. */
  readonly asked: readonly string[];
  /** Whom the login itself was sent to. */
  readonly gotLogin: readonly string[];
}

export async function testRegistry(options: RegistryOptions = {}): Promise<TestRegistry> {
  const { kind = "hub", image = "index", before = () => false, tokenServer = () => false } = options;
  const authority = createAuthority();
  const asked: string[] = [];
  const gotLogin: string[] = [];
  const note = (host: string, { method, url, headers }: IncomingMessage) => {
    const { authorization = "nothing" } = headers;
    asked.push(`${host} ${method} ${url} ${authorization.split(" ")[0]}`);
    if (authorization.startsWith("Basic")) gotLogin.push(host);
  };
  const storage = await httpsServer(authority.issue([storageHost]), (request, response) => {
    note("storage", request);
    response.end(images[image].config);
  });
  const tokens = await httpsServer(authority.issue([tokenHost]), (request, response) => {
    note("tokens", request);
    if (tokenServer(request, response)) return;
    const scope = new URL(request.url ?? "", "https://t").searchParams.get("scope");
    const isGood = request.headers.authorization === basic(goodLogin);
    if (!isGood) return void response.writeHead(kind === "gitlab" ? 403 : 401).end(errors("UNAUTHORIZED"));
    const isTheirs = scope === null || scope === "repository:acme/web:pull";
    if (!isTheirs && kind === "gitlab") return void response.writeHead(403).end(errors("DENIED"));
    const token = isTheirs ? "token-of-acme" : "token-without-access";
    response.end(JSON.stringify(kind === "gitlab" ? { access_token: token } : { token }));
  });
  const challenge =
    options.challenge ??
    (kind === "basic"
      ? `Basic realm="https://${registryHost}/",service="ecr.amazonaws.com"`
      : `Bearer realm="https://${tokenHost}:${tokens.port}/token",service="registry.acme"`);
  const registry = await httpsServer(authority.issue([registryHost]), (request, response) => {
    note("registry", request);
    if (before(request, response)) return;
    const isAllowed =
      kind === "open" ||
      request.headers.authorization === (kind === "basic" ? basic(goodLogin) : "Bearer token-of-acme");
    const { url = "" } = request;
    const isFree = kind === "late" && url === "/v2/";
    if (!isAllowed && !isFree) {
      response.writeHead(401, { "www-authenticate": challenge }).end(errors("UNAUTHORIZED"));
    } else if (url === "/v2/") response.end("{}");
    else if (
      url === "/v2/acme/web/manifests/1" ||
      url === `/v2/acme/web/manifests/${digestOf(images[image].manifest)}`
    ) {
      response.writeHead(200, {
        "content-type": images[image].type,
        "ratelimit-limit": "100;w=21600",
        "ratelimit-remaining": "76;w=21600",
      });
      response.end(request.method === "HEAD" ? undefined : images[image].manifest);
    } else if (url === `/v2/acme/web/blobs/${digestOf(images[image].config)}`) {
      response.writeHead(307, { location: `https://${storageHost}:${storage.port}/blob?signature=x` }).end();
    } else response.writeHead(404).end(errors("MANIFEST_UNKNOWN"));
  });
  const dns = await dnsServer(() => ({ addresses: ["127.0.0.1"] }));
  return { port: registry.port, network: loopbackNetwork(dns, authority), asked, gotLogin };
}

function basic({ username, password }: typeof goodLogin): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function errors(code: string): string {
  return JSON.stringify({ errors: [{ code, message: "no" }] });
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

const single = (platform: object) => {
  const config = JSON.stringify({ ...platform, rootfs: { type: "layers", diff_ids: [] } });
  const type = "application/vnd.oci.image.manifest.v1+json";
  return {
    type,
    config,
    manifest: JSON.stringify({
      schemaVersion: 2,
      mediaType: type,
      config: { digest: digestOf(config) },
      layers: [],
    }),
  };
};

const images = {
  index: {
    type: "application/vnd.oci.image.index.v1+json",
    config: "",
    manifest: JSON.stringify({
      schemaVersion: 2,
      manifests: [
        { digest: digestOf("a"), platform: { os: "linux", architecture: "amd64" } },
        { digest: digestOf("b"), platform: { os: "linux", architecture: "arm64", variant: "v8" } },
        { digest: digestOf("c"), platform: { os: "unknown", architecture: "unknown" } },
      ],
    }),
  },
  single: single({ os: "linux", architecture: "arm64" }),
  windows: single({ os: "windows", architecture: "amd64", "os.version": "10.0.17763.6532" }),
} as const;

export const indexDigest = digestOf(images.index.manifest);
