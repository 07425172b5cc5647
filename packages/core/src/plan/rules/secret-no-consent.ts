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
    return {
      title: `The secret ${secret.name} does not consent to project ${project.name}.`,
      // Not the tags: others come and go without this finding changing.
      evidence: [["secret", secret.arn]],
      remedy: `If project ${project.name} may use it, the secret's owner adds it to the consent: ${consentCommand(secret, `${settings.tagPrefix}projects`, project.name)}`,
    };
  },
);

/** Keeps of the present tag what can be pasted into a shell: whoever may tag the secret wrote it. */
function consentCommand({ arn, region, tags }: Secret, key: string, project: string): string {
  const tokens = (tags[key] ?? "").split(/\s+/).filter((token) => /^[\w.=-]+$/.test(token));
  const tag = JSON.stringify([{ Key: key, Value: [...tokens, project].join(" ") }]);
  return `aws secretsmanager tag-resource --region ${region} --secret-id ${arn} --tags '${tag}'`;
}
