import { consentWith, misreadWords } from "../../model/consent.ts";
import { withoutLogins } from "../../model/login-form.ts";
import type { RemedyStep } from "../../model/remedy.ts";
import type { Secret } from "../../model/secret.ts";
import type { Tags } from "../../model/tags.ts";
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
      // Not the whole of the tags: others come and go without this finding changing.
      evidence: [["secret", secret.arn], ...misread(secret.tags, settings.tagPrefix)],
      remedy: [consentStep(secret, project.name, settings.tagPrefix)],
      mender: "secret owner",
      blocks: false,
    };
  },
);

/** Nothing in a tag is skipped in silence. */
function misread(tags: Tags, tagPrefix: string): readonly (readonly [string, string])[] {
  const words = misreadWords(tags, tagPrefix);
  if (words.length === 0) return [];
  const shown = words
    .slice(0, wordsShownMax)
    .map((word) => withoutLogins(word))
    .join(" ");
  return [[`not understood in the tag ${tagPrefix}projects, whose words are separated by spaces`, shown]];
}

const wordsShownMax = 5;

function consentStep(secret: Secret, project: string, tagPrefix: string): RemedyStep {
  const key = `${tagPrefix}projects`;
  const written = consentWith(pastable(secret.tags[key] ?? ""), [project], tagPrefix);
  if (written.kind === "impossible") return { kind: "advice", text: `${written.why} ${written.instead}` };
  const why = `If project ${project} may use it, the secret's owner adds it to the consent.`;
  return { kind: "tag", secret: secret.arn, region: secret.region, key, value: written.value, why };
}

/** What of the present tag can be pasted into a shell: whoever may tag the secret wrote it. */
function pastable(value: string): string {
  return value
    .split(" ")
    .filter((word) => /^[\w.=-]+$/.test(word))
    .join(" ");
}
