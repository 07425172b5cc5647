/** Image references by Docker's grammar, classified by who serves the image; and what people write instead. */
import { ecrRegistry, isEcrPublic } from "./ecr-host.ts";
import { InvalidImageReference, parseReference, type Reference } from "./image-grammar.ts";
import { withoutLogin } from "./image-login.ts";
import { type Misread, misreadOf } from "./image-misread.ts";
import { mistakeIn } from "./image-mistake.ts";
import type { MistakeForm } from "./mistake.ts";
import type { RegistryName } from "./registry-sight.ts";
import { remembered } from "./remembered.ts";

export { InvalidImageReference };

/** An image reference, classified by who serves it. */
export type ImageReference =
  | { readonly kind: "curated"; readonly text: string }
  | ({ readonly kind: "ecr"; readonly account: string; readonly region: string } & Named)
  | ({ readonly kind: "ecr-public" } & Named)
  | ({ readonly kind: "registry" } & Named);

interface Named extends Reference {
  readonly text: string;
}

/** What a project's image is. `text` may be shown: a login in it is masked. */
export type ImageReading =
  | ImageReference
  /** Docker takes it, and looks for another image than was meant. */
  | ({
      readonly kind: "misread";
      readonly text: string;
      /** What Docker makes of it. */
      readonly readAs: ImageReference;
    } & Misread)
  /** Docker does not take it: builds fail before they start. */
  | {
      readonly kind: "mistaken";
      readonly text: string;
      readonly form: MistakeForm;
      /** What is wrong, as a clause about the image: "begins with https://". */
      readonly what: string;
      /** The reference that was likely meant; Docker takes it, and reads it as it is meant. */
      readonly likely: string | undefined;
    };

/** What may be shown of an image: a login in it is masked. A mask that is masked again stays as it is. */
export function maskImage(text: string): string {
  try {
    parseReference(text);
    return text;
  } catch (error) {
    if (error instanceof InvalidImageReference) return withoutLogin(text);
    throw error;
  }
}

/** Reads a project's image, which many projects have in common. */
export const readImage: (image: string) => ImageReading = /* @__PURE__ */ remembered((image) =>
  readMending(maskImage(image), mendingsMax),
);

/** The registry that serves an image; `undefined` where none does. */
export function registryOf(image: string): RegistryName | undefined {
  const reading = readImage(image);
  return reading.kind === "registry" ? { host: reading.host, port: reading.port } : undefined;
}

/** More slips than that are not mended. */
const mendingsMax = 8;

function readMending(text: string, mendings: number): ImageReading {
  const mistake = isCurated(text) ? undefined : mistakeIn(text);
  if (mistake !== undefined) {
    const { form, what, rest } = mistake;
    return { kind: "mistaken", text, form, what, likely: meant(rest, mendings) };
  }
  const readAs = parseImageReference(text);
  const misread = readAs.kind === "curated" ? undefined : misreadOf(text, readAs);
  if (misread === undefined) return readAs;
  return { kind: "misread", text, readAs, ...misread, likely: meant(misread.likely, mendings) };
}

/** Mended until Docker takes it, and takes it for what it is. */
function meant(text: string | undefined, mendings: number): string | undefined {
  if (text === undefined || mendings === 0) return undefined;
  const reading = readMending(text, mendings - 1);
  return reading.kind === "misread" || reading.kind === "mistaken" ? reading.likely : reading.text;
}

/**
 * Reads a reference that Docker takes. Images that CodeBuild curates are recognised before Docker's grammar, which would
 * take them for Docker Hub's. https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
 * @throws InvalidImageReference when Docker would not take it.
 */
export function parseImageReference(text: string): ImageReference {
  if (isCurated(text)) return { kind: "curated", text };
  const named: Named = { text, ...parseReference(text) };
  if (isEcrPublic(named.host)) return { kind: "ecr-public", ...named };
  const ecr = ecrRegistry(named.host);
  return ecr === undefined ? { kind: "registry", ...named } : { kind: "ecr", ...ecr, ...named };
}

function isCurated(text: string): boolean {
  return text.startsWith(curatedPrefix) && text.length > curatedPrefix.length;
}

const curatedPrefix = "aws/codebuild/";
