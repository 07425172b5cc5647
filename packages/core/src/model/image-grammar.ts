/**
 * Docker's grammar of image references, as github.com/distribution/reference has it (normalize.go and reference.go at
 * 0965666a): what `docker pull` takes, with its defaults filled in.
 *
 *     reference := [ host [ ":" port ] "/" ] path [ ":" tag ] [ "@" digest ]
 */

import { withoutLogin } from "./image-login.ts";

/** What Docker makes of a reference. */
export interface Reference {
  /** Host without port: `docker.io`, `registry.example.com`, `10.0.0.7`, `::1` (no brackets). */
  readonly host: string;
  readonly port: number | undefined;
  /** `library/nginx` */
  readonly repository: string;
  /** `latest` when neither tag nor digest is given; a digest wins over the tag. */
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

/** A text that Docker does not take for an image reference; the message says what and why. */
export class InvalidImageReference extends Error {
  /** One clause: what is wrong with it. */
  readonly why: string;

  constructor(text: string, why: string) {
    super(`${JSON.stringify(text)} is not an image reference: ${why}`);
    this.name = "InvalidImageReference";
    this.why = why;
  }
}

/** @throws InvalidImageReference, whose message shows no login that is in the text */
export function parseReference(text: string): Reference {
  try {
    return parsed(text);
  } catch (error) {
    const shown = withoutLogin(text);
    if (shown === text || !(error instanceof InvalidImageReference)) throw error;
    return parsed(shown);
  }
}

function parsed(text: string): Reference {
  if (text === "") throw new InvalidImageReference(text, "it is empty");
  if (/^[a-f0-9]{64}$/.test(text)) {
    throw new InvalidImageReference(text, "64 hexadecimal characters are an image's id, not a name");
  }
  const [domain, remainder] = splitDomain(text);
  return { ...readDomain(text, domain), ...readRemainder(text, remainder) };
}

/** A first part is a host only if it cannot be the first part of a path on Docker Hub. */
function splitDomain(text: string): readonly [domain: string, remainder: string] {
  const slash = text.indexOf("/");
  if (slash === -1) return [dockerHub, `library/${text}`];
  const first = text.slice(0, slash);
  const isHost = first === "localhost" || /[.:]/.test(first) || first.toLowerCase() !== first;
  const domain = !isHost || first === "index.docker.io" ? dockerHub : first;
  const remainder = isHost ? text.slice(slash + 1) : text;
  return [domain, domain === dockerHub && !remainder.includes("/") ? `library/${remainder}` : remainder];
}

function readDomain(text: string, domain: string): Pick<Reference, "host" | "port"> {
  const [, name, address, digits] = domainForm.exec(domain) ?? [];
  const host = name ?? address;
  // Docker's parser takes such a part for a path without a host, from which nothing can be pulled.
  if (host === undefined) throw new InvalidImageReference(text, `${JSON.stringify(domain)} is not a host`);
  return { host, port: digits === undefined ? undefined : Number(digits) };
}

function readRemainder(text: string, remainder: string): Pick<Reference, "repository" | "tag" | "digest"> {
  const at = remainder.indexOf("@");
  const [named, digest] = at === -1 ? [remainder] : [remainder.slice(0, at), remainder.slice(at + 1)];
  const colon = named.indexOf(":");
  const [path, tag] = colon === -1 ? [named] : [named.slice(0, colon), named.slice(colon + 1)];
  const repository = checkedPath(text, path);
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) {
    throw new InvalidImageReference(
      text,
      `${JSON.stringify(tag)} is not a tag: 1 to 128 letters, digits, "_", "." and "-", of which the last two not first`,
    );
  }
  if (digest !== undefined) checkDigest(text, digest);
  return { repository, tag: tag ?? (digest === undefined ? "latest" : undefined), digest };
}

function checkedPath(text: string, path: string): string {
  if (path.toLowerCase() !== path) {
    throw new InvalidImageReference(text, `the repository ${JSON.stringify(path)} has upper-case letters`);
  }
  if (path.length > pathCharactersMax) {
    throw new InvalidImageReference(text, `its repository is longer than ${pathCharactersMax} characters`);
  }
  if (!path.split("/").every((component) => pathComponent.test(component))) {
    throw new InvalidImageReference(
      text,
      `${JSON.stringify(path)} is not a repository: lower-case letters and digits, separated by "/", ".", "_", "__" or "-"`,
    );
  }
  return path;
}

/** The algorithms are go-digest's: https://github.com/opencontainers/go-digest/blob/master/algorithm.go */
function checkDigest(text: string, digest: string): void {
  const [, algorithm = "", hex = ""] = /^([^:]*):(.*)$/s.exec(digest) ?? [];
  const length = hexLengths.get(algorithm);
  if (length === undefined) {
    throw new InvalidImageReference(text, "its digest is not of sha256, sha384 or sha512");
  }
  if (hex.length !== length || !/^[a-f0-9]+$/.test(hex)) {
    throw new InvalidImageReference(
      text,
      `its ${algorithm} digest is not ${length} lower-case hexadecimal characters`,
    );
  }
}

const dockerHub = "docker.io";

/** `RepositoryNameTotalLengthMax` of distribution/reference, which counts the path without its host. */
const pathCharactersMax = 255;

/** A name or an IPv4 address; or an IPv6 address in brackets, without a zone. */
const domainForm =
  /^(?:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)|\[([a-fA-F0-9:]+)\])(?::([0-9]+))?$/;

const pathComponent = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

const hexLengths: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);
