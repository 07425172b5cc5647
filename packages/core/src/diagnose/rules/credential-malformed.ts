import type { SecretLookup } from "../../observe/snapshot.ts";
import { foundBy } from "../project-facts.ts";
import { nearestEvidence } from "./nearest-evidence.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RegistryCredential.html */
export const credentialMalformed = projectRule(
  {
    id: "credential-malformed",
    severity: "high",
    about:
      "The project's credential has a form that names no secret: an ARN with a JSON key, a parameter, a placeholder that " +
      "was not filled in, the address of a console page, spaces, a wildcard, another partition. CodeBuild wants the ARN " +
      "of a secret.",
  },
  ({ project, credential, meant, readsSecret }) => {
    if (!readsSecret || credential?.kind !== "malformed") return undefined;
    const { text, what, wanted } = credential;
    const likely = foundBy(meant)?.secret.arn ?? credential.likely;
    return {
      title: `The credential of project ${project.name} names no secret: it is ${what}.`,
      evidence: [
        ["credential", text],
        ...(likely === undefined ? [] : [["likely meant", likely] as const]),
        ...(meant === undefined ? [] : [["that secret", existence(meant)] as const]),
        ...nearestEvidence(meant),
      ],
      remedy: [
        likely === undefined || meant?.kind === "not-found"
          ? { kind: "advice", text: `In project ${project.name}, ${wanted}.` }
          : { kind: "member", project: project.name, member: "credential", value: likely },
      ],
      mender: "project owner",
      blocks: true,
    };
  },
);

function existence(meant: SecretLookup): string {
  switch (meant.kind) {
    case "found":
    case "recreated":
      return "exists";
    case "not-found":
      return `does not exist in ${meant.lookedIn.join(", ")}`;
    case "ambiguous":
      return `exists in several Regions: ${meant.candidates.join(", ")}`;
    case "cross-account":
      return `belongs to account ${meant.account}, which was not looked into`;
    case "unknown":
      return `could not be looked at: ${meant.reason}`;
    default:
      return meant satisfies never;
  }
}
