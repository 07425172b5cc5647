import type { Secret } from "../../model/secret.ts";
import { projectRule } from "./rule.ts";

/** Informs: the guardrail worked. */
export const secretNoConsent = projectRule(
  {
    id: "secret-no-consent",
    severity: "info",
    about:
      "The project names a secret whose tags do not consent to it. Nothing is granted and nothing is changed until the " +
      "secret's owner agrees.",
  },
  ({ project, need }, { settings }) => {
    if (need.kind !== "no-consent") return undefined;
    const { secret } = need;
    const key = `${settings.tagPrefix}projects`;
    return {
      title: `The secret ${secret.name} does not consent to project ${project.name}.`,
      // Not the tags: others come and go without this finding changing.
      evidence: [["secret", secret.arn]],
      remedy: [
        {
          kind: "tag",
          secret: secret.arn,
          region: secret.region,
          key,
          value: consentWith(secret, key, project.name),
          why: `If project ${project.name} may use it, the secret's owner adds it to the consent.`,
        },
      ],
      mender: "secret owner",
      blocks: false,
    };
  },
);

/** Keeps of the present tag what can be pasted into a shell: whoever may tag the secret wrote it. */
function consentWith({ tags }: Secret, key: string, project: string): string {
  const tokens = (tags[key] ?? "").split(/\s+/).filter((token) => /^[\w.=-]+$/.test(token));
  return [...tokens, project].join(" ");
}
