import { isFullArn, isLost } from "../project-facts.ts";
import { waitsFor } from "../waits-for.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html */
export const credentialNotArn = projectRule(
  {
    id: "credential-not-arn",
    severity: "low",
    about:
      "The project names its secret by its name or by a part of its ARN. CodeBuild looks a name up in the project's own " +
      "Region alone, and a secret that is deleted and created again has another ARN: then CodeBuild does not find it, " +
      "and the finding is high. pullpass rewrites the credential to the full ARN.",
  },
  (facts, context) => {
    const { project, credential, found, readsSecret } = facts;
    if (!readsSecret || credential?.kind !== "reference" || found === undefined || isFullArn(facts))
      return undefined;
    const isNotFound = isLost(facts);
    return {
      title: isNotFound
        ? `CodeBuild does not find the secret of project ${project.name} by its credential.`
        : `Project ${project.name} does not name its secret by the full ARN, so another secret can take its place.`,
      evidence: [
        ["credential", credential.text],
        ["secret", found.secret.arn],
      ],
      remedy: [{ kind: "member", project: project.name, member: "credential", value: found.secret.arn }],
      mender: "project owner",
      blocks: isNotFound,
      waitsFor: waitsFor(facts, context),
    };
  },
);
