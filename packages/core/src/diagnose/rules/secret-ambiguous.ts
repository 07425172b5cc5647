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
  ({ project, credential, lookup, readsSecret }) => {
    if (!readsSecret || lookup?.kind !== "ambiguous") return undefined;
    const [first] = lookup.candidates;
    return {
      title: `The secret ${credential?.text} of project ${project.name} exists in several Regions, and not in ${project.region}.`,
      evidence: lookup.candidates.map((arn) => ["candidate", arn] as const),
      remedy: [
        {
          kind: "member",
          project: project.name,
          member: "credential",
          value: "the full ARN of the secret that is meant",
        },
        ...(first === undefined
          ? []
          : [
              {
                kind: "command",
                purpose: `Or replicate it to ${project.region}.`,
                command: replicate(first, project.region),
              } as const,
            ]),
      ],
      mender: "project owner",
      blocks: true,
    };
  },
);

function replicate(arn: SecretArn, region: string): string {
  return `aws secretsmanager replicate-secret-to-regions --region ${arnParts(arn).region} --secret-id ${arn} --add-replica-regions Region=${region}`;
}
