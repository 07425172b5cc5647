import { nearestEvidence } from "./nearest-evidence.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const secretNotFound = projectRule(
  {
    id: "secret-not-found",
    severity: "high",
    about: "There is no secret of the name or ARN that the project's credential gives.",
  },
  ({ project, credential, lookup, readsSecret }) => {
    if (!readsSecret || lookup?.kind !== "not-found" || credential?.kind !== "reference") return undefined;
    const { text, ifMissing } = credential;
    return {
      title: `The secret ${text} of project ${project.name} does not exist.`,
      evidence: [
        ["credential", text],
        ["looked in", lookup.lookedIn.join(", ")],
        ...nearestEvidence(lookup),
        ...(ifMissing === undefined ? [] : [["it may be", ifMissing.what] as const]),
      ],
      remedy: [
        {
          kind: "advice",
          text: `Create it in ${project.region} with JSON of "username" and "password", and consent to the project with its tags; or correct the credential of project ${project.name}.`,
        },
      ],
      mender: "project owner",
      blocks: true,
    };
  },
);
