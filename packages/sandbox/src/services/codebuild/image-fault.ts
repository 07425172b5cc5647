import { imageParts } from "./image.ts";

/**
 * Why Docker does not read the text as an image, in its words; undefined for one that it reads.
 * https://github.com/distribution/reference/blob/main/reference.go and regexp.go,
 * https://github.com/opencontainers/go-digest/blob/master/digest.go
 */
export function imageFault(text: string): string | undefined {
  const { host, repository, tag, digest } = imageParts(text);
  if (/^[a-f0-9]{64}$/.test(text))
    return `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`;
  if (repository.toLowerCase() !== repository)
    return `invalid reference format: repository name (${repository}) must be lowercase`;
  const isRead =
    hostForm.test(host) &&
    repository.split("/").every((component) => componentForm.test(component)) &&
    (tag === undefined || tagForm.test(tag)) &&
    (digest === undefined || digestForm.test(digest));
  if (!isRead) return "invalid reference format";
  if (repository.length > 255) return "repository name must not be more than 255 characters";
  return digest === undefined ? undefined : digestFault(digest);
}

function digestFault(digest: string): string | undefined {
  const [algorithm = "", hex = ""] = digest.split(":");
  const length = hexDigits.get(algorithm);
  if (length === undefined) return "unsupported digest algorithm";
  if (hex.length !== length) return "invalid checksum digest length";
  return hex === hex.toLowerCase() ? undefined : "invalid checksum digest format";
}

const hexDigits: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

const hostForm =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const componentForm = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
