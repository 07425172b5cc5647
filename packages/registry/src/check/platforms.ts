/** What an image is built for: of an index its entries, of a single manifest its configuration. */
import { type ImagePlatform, isJsonObject } from "@pullpass/core";
import { jsonObject } from "./session.ts";

/** What Docker asks for. https://github.com/opencontainers/image-spec/blob/main/media-types.md , https://distribution.github.io/distribution/spec/manifest-v2-2/ */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

export type ManifestReading =
  | { readonly kind: "platforms"; readonly platforms: readonly ImagePlatform[] }
  /** The digest of the configuration, which has it. */
  | { readonly kind: "config"; readonly digest: string }
  | { readonly kind: "unknown" };

export function readManifest(body: Uint8Array): ManifestReading {
  const manifest = jsonObject(body);
  if (Array.isArray(manifest?.manifests)) {
    const entries: readonly unknown[] = manifest.manifests.slice(0, entriesMax);
    const platforms = entries.flatMap(
      (entry) => platformIn(isJsonObject(entry) ? entry.platform : undefined) ?? [],
    );
    return platforms.length === 0 ? { kind: "unknown" } : { kind: "platforms", platforms };
  }
  const digest = isJsonObject(manifest?.config) ? manifest.config.digest : undefined;
  return typeof digest === "string" && /^sha256:[a-f0-9]{64}$/.test(digest)
    ? { kind: "config", digest }
    : { kind: "unknown" };
}

const entriesMax = 200;

/**
 * Of an entry, or of a configuration; `undefined` for what is no image, as attestations are (`unknown/unknown`). Only words that
 * Go has for systems: https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
export function platformIn(value: unknown): ImagePlatform | undefined {
  if (!isJsonObject(value)) return undefined;
  const { os, architecture } = value;
  if (typeof os !== "string" || typeof architecture !== "string") return undefined;
  if (!systems.includes(os) || !architectures.includes(architecture)) return undefined;
  const version = value["os.version"];
  const osVersion =
    typeof version === "string" && /^\d{1,5}(?:\.\d{1,6}){1,3}$/.test(version) ? version : undefined;
  return { os, architecture, osVersion };
}

const systems: readonly string[] = ["darwin", "freebsd", "linux", "windows"];
const architectures: readonly string[] = [
  "386",
  "amd64",
  "arm",
  "arm64",
  "loong64",
  "mips64le",
  "ppc64le",
  "riscv64",
  "s390x",
];
