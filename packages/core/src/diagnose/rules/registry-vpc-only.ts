import { registryRule } from "./registry-rule.ts";

/**
 * The access is repaired all the same: whether the host is reachable can change without any event, by a public name
 * or address for it, and the grant is no wider for it.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/private-registry-sample-create-project.html
 */
export const registryVpcOnly = registryRule(
  "registry-vpc-only",
  "The registry's host is private by its form (an address, a reserved name, the name of a VPC endpoint), or has private " +
    "addresses alone. CodeBuild pulls images over the public internet, never through the project's VPC, so no permission " +
    "makes this pull work. What a person's computer sees is medium: another network may give another answer",
);
