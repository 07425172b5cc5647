/** How a team makes the proposed change itself, in its own stack. */
import type { Change } from "../model/change.ts";
import { asCode } from "../policy/as-code.ts";
import { section } from "./layout.ts";
import { secretName, secretOf } from "./names.ts";
import { plain } from "./plain.ts";

/** None for a revocation: what a stack of the team's allows is the team's to take away. */
export function proposalSections(change: Change): readonly string[] {
  if (change.kind !== "grant" && change.kind !== "normalization") return [];
  const { role, region } = change;
  const { cloudformation, terraform } = asCode({
    role,
    region,
    grants: change.kind === "grant" ? [change.grant] : [],
    normalizations: change.kind === "normalization" ? [change] : [],
    about: secretName(secretOf(change)),
  });
  return [
    section("To do it with CloudFormation", lines(cloudformation)),
    section("To do it with Terraform", lines(terraform)),
  ];
}

function lines(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => plain(line));
}
