/** What the resources of a plan make. https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
import type { Declared, DeclaredDocument } from "../declared/declared.ts";
import { anyAccount, anyRegion, type KnownHome, type Named } from "../declared/home.ts";
import { textOf } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import type { TerraformPlan } from "./plan.ts";
import { projectOf } from "./project.ts";
import { readerOf } from "./reader.ts";
import { roleOf, roleRead } from "./roles.ts";
import { keyOf, secretOf, secretRead } from "./secrets.ts";

export const projectType = "aws_codebuild_project";

export function declarePlan(
  plan: TerraformPlan,
  known: KnownHome,
  named: Named,
  texts: string,
  choose: Choose,
): Declared {
  const reader = readerOf(plan, known, named, texts, choose);
  const { managed, read, attribute, document } = reader;
  return {
    projects: managed(projectType).map((each) => projectOf(each, reader)),
    roles: [
      ...managed("aws_iam_role").map((each) => roleOf(each, reader)),
      ...read("aws_iam_role").flatMap((each) => roleRead(each, reader)),
    ],
    secrets: [
      ...managed("aws_secretsmanager_secret").map((each) => secretOf(each, reader)),
      ...read("aws_secretsmanager_secret").flatMap((each) => secretRead(each, reader)),
    ],
    keys: managed("aws_kms_key").map((each) => keyOf(each, reader)),
    policies: managed("aws_iam_policy").flatMap((policy): readonly DeclaredDocument[] => {
      const arn = textOf(attribute(policy, "arn"));
      return arn === undefined ? [] : [{ arn, document: document(policy, "policy") }];
    }),
    calledInFile: new Map([
      ...reader.called,
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: Terraform's own
      [anyAccount, "${data.aws_caller_identity.current.account_id}"],
      [anyRegion, "${data.aws_region.current.region}"],
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: Terraform's own
    ]),
  };
}
