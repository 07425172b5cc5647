/** An image reference as people read it: what Docker makes of it, and what is wrong with it. */
import { type ImageFinding, type ImageReference, noOptions, plain, type RegistrySight } from "@pullpass/core";
import { findingLines } from "./finding.ts";
import { paintFor } from "./palette.ts";
import { sightFacts } from "./sight.ts";

export type ReadImage = ImageReference | { readonly kind: "invalid"; readonly text: string };

export function imageText(
  image: ReadImage,
  {
    findings,
    sight,
  }: { readonly findings: readonly ImageFinding[]; readonly sight: RegistrySight | undefined },
  look: { readonly colours: boolean },
): string {
  const paint = paintFor(look);
  const all = [...facts(image), ...(sight === undefined ? [] : sightFacts(sight))];
  const lines = all.map(([label, value]) => `  ${paint("dim", label.padEnd(11))} ${plain(value)}`);
  const wrong = findings.flatMap((finding) => ["", ...findingLines(finding, noOptions, paint)]);
  return [paint("bold", plain(image.text)), ...lines, ...wrong].join("\n");
}

function facts(image: ReadImage): readonly (readonly [label: string, value: string])[] {
  const kind = ["kind", `${image.kind}: ${meanings[image.kind]}`] as const;
  if (image.kind === "invalid" || image.kind === "curated") return [kind];
  const { host, port, repository, tag, digest } = image;
  const parts = {
    host,
    port,
    repository,
    tag,
    digest,
    ...(image.kind === "ecr" ? { account: image.account, region: image.region } : {}),
  };
  return [
    kind,
    ...Object.entries(parts).flatMap(([label, value]) =>
      value === undefined ? [] : [[label, String(value)] as const],
    ),
  ];
}

const meanings: Readonly<Record<ReadImage["kind"], string>> = {
  curated: "CodeBuild serves it itself, and it takes no credential",
  ecr: "Amazon ECR, opened by the role's own permissions; it takes no credential",
  "ecr-public": "Amazon ECR Public, open to all; it takes no credential",
  invalid: "not an image reference",
  registry: "a registry, which may ask for the credential in a secret",
};
