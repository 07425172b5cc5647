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
  ({ project, need }, { snapshot }) => {
    if (need.kind !== "ambiguous") return undefined;
    const { name } = project;
    return {
      title: `The secret ${project.credential} of project ${name} exists in several Regions, and not in ${project.region}.`,
      evidence: need.candidates.map((arn) => ["candidate", arn] as const),
      remedy: `Name the one to use by its full ARN, as the credential of project ${name}; or replicate one to ${snapshot.work.region}: aws secretsmanager replicate-secret-to-regions --secret-id ARN --add-replica-regions Region=${snapshot.work.region}`,
    };
  },
);
