import { arnParts, type SecretArn } from "../../model/arn.ts";
import { projectRule } from "./rule.ts";

/** A name that the project's own Region does not have, and more than one other Region has. */
export const secretAmbiguous = projectRule(
  {
    id: "secret-ambiguous",
    severity: "high",
    about:
      "The project names its secret by a name that its own Region does not have and several other Regions have. " +
      "pullpass does not guess.",
  },
  ({ project, need }) => {
    if (need.kind !== "ambiguous") return undefined;
    const [first] = need.candidates;
    return {
      title: `The secret ${project.credential} of project ${project.name} exists in several Regions, and not in ${project.region}.`,
      evidence: need.candidates.map((arn) => ["candidate", arn] as const),
      remedy: `Name the one to use by its full ARN as the credential of the project${first === undefined ? "" : `; or replicate it to ${project.region}: ${replicate(first, project.region)}`}`,
    };
  },
);

function replicate(arn: SecretArn, region: string): string {
  return `aws secretsmanager replicate-secret-to-regions --region ${arnParts(arn).region} --secret-id ${arn} --add-replica-regions Region=${region}`;
}
