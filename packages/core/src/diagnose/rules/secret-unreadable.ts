import { adviceOn, isUnreadable, menderOfRefusal } from "../unread.ts";
import { projectRule } from "./rule.ts";

/** A key that its own policy hides is `key-policy-denies`, which knows the statements to add. */
export const secretUnreadable = projectRule(
  {
    id: "secret-unreadable",
    severity: "medium",
    about:
      "AWS does not let pullpass look at the project's secret, at its resource policy or at its key, or what it read has a " +
      "form that is not known. Trying again would not help, so nothing is granted until somebody mends it.",
  },
  ({ project, need }) => {
    if (need.kind !== "unknown" || need.unreadableKey !== undefined || !isUnreadable(need.unread)) {
      return undefined;
    }
    const { what, reason, refusal, owner } = need.unread;
    return {
      title: `pullpass cannot read what decides about the secret of project ${project.name}.`,
      evidence: [
        ["role", project.role],
        [what, reason],
      ],
      remedy: [{ kind: "advice", text: adviceOn(refusal, what) }],
      mender: menderOfRefusal(refusal, owner),
      blocks: false,
    };
  },
);
