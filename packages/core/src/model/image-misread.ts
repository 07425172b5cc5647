/** References that Docker takes, and by which it looks for another image than was meant. */
import { ecrRegistry, isEcrPublic } from "./ecr-host.ts";
import type { Reference } from "./image-grammar.ts";
import { imageAddressIn } from "./image-page.ts";

type MisreadForm =
  | "web-page"
  | "login-address"
  | "bare-host"
  | "short-host"
  | "upper-case-host"
  | "hub-parts"
  | "host-typo"
  | "image-id";

export interface Misread {
  readonly form: MisreadForm;
  /** What Docker makes of it, or what it is, as a clause about the image: "is …". */
  readonly what: string;
  /** What to write instead, as an imperative without a full stop. */
  readonly wanted: string;
  /** The reference that was likely meant; not checked. */
  readonly likely: string | undefined;
  /** Whether there can be no such image; else one may by chance have that name. */
  readonly certain: boolean;
}

/** `undefined` where the reference is likely what it says. */
export function misreadOf(text: string, reference: Reference): Misread | undefined {
  const address = imageAddressIn(text);
  if (address !== undefined) return { ...address, what: `is ${address.what}`, wanted: aReference };
  return (
    bareHost(text, reference) ??
    imageId(text) ??
    upperCaseHost(text) ??
    hubParts(text, reference) ??
    typo(text, reference)
  );
}

const aReference =
  "write the image's reference: HOST/REPOSITORY:TAG, or for Docker Hub NAMESPACE/REPOSITORY:TAG";

/** Docker Official Images are the only ones without a namespace: https://docs.docker.com/docker-hub/repos/manage/trusted-content/official-images/ */
function bareHost(text: string, { repository }: Reference): Misread | undefined {
  if (text.includes("/")) return undefined;
  const name = repository.slice("library/".length).toLowerCase();
  const isKnown = isRegistryHost(name);
  const isLike =
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\.[a-z]{2,}$/.test(name) ||
    /^[a-z0-9-]+\.(?:com|io|net|org|dev|cloud|internal|local)$/.test(name);
  if (!isKnown && !isLike) return undefined;
  return {
    form: "bare-host",
    what: `is a host without a repository, and is read as the image ${name} of Docker Hub`,
    wanted: `write the repository behind the host: ${name}/REPOSITORY:TAG`,
    likely: undefined,
    certain: isKnown,
  };
}

/** Of registries that are in wide use. */
function isRegistryHost(name: string): boolean {
  return (
    registryHosts.some((host) => host.test(name)) || ecrRegistry(name) !== undefined || isEcrPublic(name)
  );
}

const registryHosts: readonly RegExp[] = [
  /^(?:index\.|registry-1\.|registry\.|hub\.)?docker\.(?:io|com)$/,
  /^(?:ghcr\.io|docker\.pkg\.github\.com|quay\.io|mcr\.microsoft\.com|nvcr\.io|registry\.gitlab\.com|registry\.k8s\.io|registry\.redhat\.io|registry\.access\.redhat\.com|registry\.digitalocean\.com|docker\.elastic\.co|cgr\.dev)$/,
  /^(?:(?:us|eu|asia)\.)?gcr\.io$/,
  /^[a-z0-9-]+-docker\.pkg\.dev$/,
  /^[a-z0-9-]+\.(?:azurecr\.(?:io|cn|us)|jfrog\.io|ocir\.io|icr\.io)$/,
];

/** `sha256:…` is a tag to Docker. */
function imageId(text: string): Misread | undefined {
  if (!/^sha(?:256|384|512):[a-f0-9]{64,}$/.test(text)) return undefined;
  return {
    form: "image-id",
    what: "is an image's id or digest without its repository, and is read as an image of Docker Hub",
    wanted: "write the repository before it: REPOSITORY@sha256:…",
    likely: undefined,
    certain: true,
  };
}

/** By an upper-case letter alone Docker takes the first part for a host. */
function upperCaseHost(text: string): Misread | undefined {
  const [, first = "", rest = ""] = /^([^/]+)\/(.+)$/.exec(text) ?? [];
  if (/[.:]/.test(first) || first.toLowerCase() === first) return undefined;
  return {
    form: "upper-case-host",
    what: `is read as an image of the host ${first}, because its first part has upper-case letters`,
    wanted: "write it in lower case",
    likely: `${first.toLowerCase()}/${rest}`,
    certain: true,
  };
}

/** "<hub-user>/<repo-name>": https://docs.docker.com/docker-hub/repos/create/ . Images of the former Docker Store had three parts: `store/VENDOR/IMAGE`. */
function hubParts(text: string, { host, repository }: Reference): Misread | undefined {
  const isHub = ["docker.io", "registry-1.docker.io", "registry.hub.docker.com"].includes(host);
  const parts = repository.split("/");
  const [first = "", ...rest] = parts;
  if (!isHub || parts.length < 3 || (first === "store" && parts.length === 3)) return undefined;
  const isNamed = text.toLowerCase().startsWith(host) || text.startsWith("index.docker.io/");
  return {
    form: isNamed ? "hub-parts" : "short-host",
    what: `is read as a Docker Hub repository, which has two parts, and this has ${parts.length}${isNamed ? "" : "; a host needs a dot, a port or to be localhost"}`,
    wanted: isNamed
      ? "write NAMESPACE/REPOSITORY:TAG"
      : `write the whole name of the registry's host before the repository`,
    likely: meantHost(first, rest, text),
    certain: true,
  };
}

/** `ghcr/acme/app`, `dockerhub/acme/app`, `docker.io/ghcr.io/acme/app`. */
function meantHost(first: string, rest: readonly string[], text: string): string | undefined {
  const after = text.slice(text.indexOf(`${first}/`) + first.length + 1);
  if (isRegistryHost(first)) return `${first}/${after}`;
  const host = shortNames.get(first);
  if (host === undefined) return undefined;
  return host === "" ? (rest.length === 2 ? after : undefined) : `${host}/${after}`;
}

const shortNames: ReadonlyMap<string, string> = new Map([
  ["docker-hub", ""],
  ["dockerhub", ""],
  ["hub", ""],
  ["gcr", "gcr.io"],
  ["ghcr", "ghcr.io"],
  ["github", "ghcr.io"],
  ["gitlab", "registry.gitlab.com"],
  ["mcr", "mcr.microsoft.com"],
  ["quay", "quay.io"],
]);

/** Hosts that are one slip away from a registry's, and that someone else may own: a login sent there is given away. */
function typo(text: string, { host }: Reference): Misread | undefined {
  const meant = typos.get(host.toLowerCase());
  if (meant === undefined) return undefined;
  return {
    form: "host-typo",
    what: `names the host ${host}, which is not ${meant}; a login that is sent there is given away`,
    wanted: `write ${meant}`,
    likely: text.replace(host, meant),
    certain: false,
  };
}

const typos: ReadonlyMap<string, string> = new Map([
  ["dockerhub.com", "docker.io"],
  ["dockerhub.io", "docker.io"],
  ["gchr.io", "ghcr.io"],
  ["ghcr.com", "ghcr.io"],
  ["ghrc.io", "ghcr.io"],
  ["registry.gitlab.io", "registry.gitlab.com"],
  ["quay.com", "quay.io"],
]);
