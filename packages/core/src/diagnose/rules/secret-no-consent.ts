import { consentWith, misreadWords } from "../../model/consent.ts";
import { withoutLogins } from "../../model/login-form.ts";
import type { RemedyStep } from "../../model/remedy.ts";
import type { Secret } from "../../model/secret.ts";
import { type Tags, tagValue } from "../../model/tags.ts";
import { listed } from "../../notice/plain.ts";
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
  ({ project, need }, { settings, waiting }) => {
    if (need.kind !== "no-consent") return undefined;
    const { secret } = need;
    return {
      title: `The secret ${secret.name} does not consent to project ${project.name}.`,
      // Not the whole of the tags: others come and go without this finding changing.
      evidence: [["secret", secret.arn], ...misread(secret.tags, settings.tagPrefix)],
      remedy: [consentStep(secret, project.name, waiting.get(secret.arn) ?? [], settings.tagPrefix)],
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

/** One remedy for all that wait: two that each name one of them would be pasted one after the other. */
function consentStep(
  secret: Secret,
  project: string,
  waiting: readonly string[],
  tagPrefix: string,
): RemedyStep {
  const own = consentWith(tagValue(secret.tags, `${tagPrefix}projects`), [project], tagPrefix);
  if (own.kind === "impossible") return { kind: "advice", text: `${own.why} ${own.instead}` };
  const all = consentWith(tagValue(secret.tags, `${tagPrefix}projects`), waiting, tagPrefix);
  const projects = all.kind === "impossible" || waiting.length === 0 ? [project] : waiting;
  const who =
    projects.length === 1
      ? `project ${project}`
      : `each of the projects ${listed(projects, projects.length)}`;
  const why = `If ${who} may use it, the secret's owner adds ${projects.length === 1 ? "it" : "them"} to the consent.`;
  return { kind: "consent", secret: secret.arn, region: secret.region, projects, tagPrefix, why };
}
