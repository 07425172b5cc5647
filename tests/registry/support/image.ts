/** A real image for two platforms, made of the tests' own files. https://github.com/opencontainers/image-spec/blob/main/spec.md */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Ask } from "./oci-client.ts";

export interface PushedImage {
  /** Of the index. */
  readonly digest: string;
}

const platforms = [
  { os: "linux", architecture: "amd64" },
  { os: "linux", architecture: "arm64" },
] as const;

const indexType = "application/vnd.oci.image.index.v1+json";
const manifestType = "application/vnd.oci.image.manifest.v1+json";
const layerType = "application/vnd.oci.image.layer.v1.tar";
const configType = "application/vnd.oci.image.config.v1+json";

/** As `acme/web:1`. */
export async function pushImage(ask: Ask): Promise<PushedImage> {
  const layer = tarOf(import.meta.dirname);
  await pushBlob(ask, layer);
  const manifests = [];
  for (const platform of platforms) {
    const config = jsonOf({
      ...platform,
      rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
      config: {},
    });
    await pushBlob(ask, config);
    const manifest = jsonOf({
      ...{ schemaVersion: 2, mediaType: manifestType },
      config: { ...described(config), mediaType: configType },
      layers: [{ ...described(layer), mediaType: layerType }],
    });
    await put(ask, `/v2/acme/web/manifests/${digestOf(manifest)}`, manifest, manifestType);
    manifests.push({ ...described(manifest), mediaType: manifestType, platform });
  }
  const index = jsonOf({ schemaVersion: 2, mediaType: indexType, manifests });
  await put(ask, "/v2/acme/web/manifests/1", index, indexType);
  return { digest: digestOf(index) };
}

async function pushBlob(ask: Ask, blob: Buffer): Promise<void> {
  const begun = await ask("POST", "/v2/acme/web/blobs/uploads/");
  const { pathname, searchParams } = new URL(begun.headers.location ?? "", "https://r");
  searchParams.set("digest", digestOf(blob));
  await put(ask, `${pathname}?${searchParams}`, blob, "application/octet-stream");
}

async function put(ask: Ask, path: string, body: Buffer, type: string): Promise<void> {
  const { status, body: said } = await ask("PUT", path, { body, type });
  if (status !== 201) throw new Error(`PUT ${path}: ${status} ${said}`);
}

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

const jsonOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const described = (bytes: Buffer) => ({ digest: digestOf(bytes), size: bytes.length });

/** The folder's files as `/tests/…`. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html, "ustar" */
function tarOf(folder: string): Buffer {
  const names = readdirSync(folder).toSorted();
  const parts = names.flatMap((name) => {
    const content = readFileSync(join(folder, name));
    return [tarHeader(`tests/${name}`, content.length), content, Buffer.alloc(-content.length & 511)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1_024)]);
}

function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, "0");
  const fields = [
    ...([
      [0, name],
      [100, octal(0o644, 8)],
      [108, octal(0, 8)],
      [116, octal(0, 8)],
    ] as const),
    ...([
      [124, octal(size, 12)],
      [136, octal(0, 12)],
      [148, " ".repeat(8)],
      [156, "0"],
      [257, "ustar\0" + "00"],
    ] as const),
  ];
  for (const [at, text] of fields) header.write(text, at, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 7)}\0 `, 148, "latin1");
  return header;
}
