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
    const ours = Object.entries(secret.tags).filter(([key]) => key.startsWith(settings.tagPrefix));
    return {
      title: `The secret ${secret.name} does not consent to project ${project.name}.`,
      evidence: [
        ["secret", secret.arn],
        ...ours.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [`tag ${key}`, value] as const),
      ],
      remedy: `If project ${project.name} may use it, its owner adds the project to the consent: ${consentCommand(secret.arn, secret.region, `${settings.tagPrefix}projects`, [secret.tags[`${settings.tagPrefix}projects`], project.name])}`,
    };
  },
);

function consentCommand(
  arn: string,
  region: string,
  key: string,
  names: readonly (string | undefined)[],
): string {
  const value = names.filter((name) => name !== undefined && name !== "").join(" ");
  return `aws secretsmanager tag-resource --region ${region} --secret-id ${arn} --tags '[{"Key":"${key}","Value":"${value}"}]'`;
}
