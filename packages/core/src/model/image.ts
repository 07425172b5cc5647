/** Image references by Docker's grammar, classified by who serves the image. */
import { ecrRegistry, isEcrPublic } from "./ecr-host.ts";
import { InvalidImageReference, parseReference, type Reference } from "./image-grammar.ts";

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

/**
 * Reads a project's image. Images that CodeBuild curates are recognised before Docker's grammar, which would take them
 * for Docker Hub's. https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
 * @throws InvalidImageReference when Docker would not take it.
 */
export function parseImageReference(text: string): ImageReference {
  if (text.startsWith(curatedPrefix) && text.length > curatedPrefix.length) return { kind: "curated", text };
  const named: Named = { text, ...parseReference(text) };
  if (isEcrPublic(named.host)) return { kind: "ecr-public", ...named };
  const ecr = ecrRegistry(named.host);
  return ecr === undefined ? { kind: "registry", ...named } : { kind: "ecr", ...ecr, ...named };
}

const curatedPrefix = "aws/codebuild/";
