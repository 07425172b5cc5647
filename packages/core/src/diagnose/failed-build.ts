/** What a build's own words tell beyond what was read: a build that could not pull, and no finding that says why. */
import type { FailedBuild } from "../model/failed-build.ts";
import { type Evidence, type Finding, type Mender, projectSubject, type RuleId } from "../model/finding.ts";
import type { Remedy } from "../model/remedy.ts";
import { command } from "../notice/shell.ts";
import { type Meaning, meaningOf, unableToPull } from "../pull-messages/meaning-of.ts";
import type { ProjectFacts } from "./project-facts.ts";
import { accessStillDenied } from "./rules/access-still-denied.ts";
import { findingAbout, type Judgement, type Rule, type RuleContext } from "./rules/rule.ts";

/** As rules are described; it looks at what the rules found, and so comes after them. */
export const pullFailed: Pick<Rule, "id" | "severity" | "about"> = {
  id: "pull-failed",
  severity: "high",
  about:
    "A build could not pull its image, and nothing that was read says why: the build's own words do, or are quoted where pullpass " +
    "does not know them. It closes when a later build of the project has pulled its image. A deployment finds it.",
};

/** `undefined` where there is no such build, or a finding or a change of pullpass's says why. */
export function findingOfBuild(
  facts: ProjectFacts,
  found: readonly Finding[],
  context: RuleContext,
): Finding | undefined {
  const build = context.snapshot.failedBuilds?.get(facts.project.name)?.current;
  if (build === undefined) return undefined;
  const telling = tellingIn(build.words);
  if (isExplained(telling, found, facts) || isMendedSince(telling, build, facts, context)) return undefined;
  const denial = telling.find(isExplicitDeny);
  const subject = projectSubject(facts.project);
  return denial === undefined
    ? findingAbout(pullFailed, subject, context, failure(build, telling[0], facts))
    : findingAbout(accessStillDenied, subject, context, deniedByWords(denial, build, facts));
}

/**
 * Words that say nothing are explained by whatever keeps a pull from working; a permission that is lacking, also by what keeps
 * pullpass from granting it, or by what it does not know yet.
 */
function isExplained(
  telling: readonly Meaning[],
  found: readonly Finding[],
  { need }: ProjectFacts,
): boolean {
  if (telling.length === 0) return found.some(({ blocks }) => blocks);
  const rules = rulesIn(telling);
  if (found.some(({ rule }) => rules.has(rule))) return true;
  if (!lacksPermission(rules) || telling.some(isExplicitDeny)) return false;
  return need.kind === "unknown" || found.some(({ rule }) => withholding.includes(rule));
}

function rulesIn(meanings: readonly Meaning[]): ReadonlySet<RuleId> {
  return new Set(meanings.flatMap(({ message }) => message.rules));
}

function lacksPermission(rules: ReadonlySet<RuleId>): boolean {
  return rules.has("access-missing") || rules.has("decrypt-missing");
}

const withholding: readonly RuleId[] = [
  "change-refused",
  "policy-quota",
  "role-out-of-reach",
  "role-protected",
  "role-shared",
  "role-unreadable",
  "secret-cross-account",
  "secret-no-consent",
  "secret-unreadable",
];

/** The build ran before a grant that counts now, or with another reference to the secret than the project has now. */
function isMendedSince(
  telling: readonly Meaning[],
  build: FailedBuild,
  { project }: ProjectFacts,
  { snapshot }: RuleContext,
): boolean {
  if (telling.some(isExplicitDeny)) return false;
  const rules = rulesIn(telling);
  const isOther =
    project.credential !== build.credential || project.pullCredentials !== build.pullCredentials;
  if (isOther && ofReference.some((rule) => rules.has(rule))) return true;
  const begun = Date.parse(build.startedAt ?? "");
  return (
    lacksPermission(rules) &&
    snapshot.grants.some(
      ({ projects, since }) =>
        projects.includes(project.name) && Date.parse(since ?? "") + grantCountsMs > begun,
    )
  );
}

const ofReference: readonly RuleId[] = ["secret-not-found", "credential-not-arn", "pull-type-wrong"];

/** IAM's changes take a while to be seen everywhere. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
export const grantCountsMs = 60_000;

/** Do its words tell, or leave open, that it failed of what pullpass mends? */
export function failedOfAccess({ words }: FailedBuild): boolean {
  const telling = tellingIn(words);
  if (telling.some(isExplicitDeny)) return false;
  const rules = rulesIn(telling);
  return telling.length === 0 || lacksPermission(rules) || ofReference.some((rule) => rules.has(rule));
}

function tellingIn(words: FailedBuild["words"]): readonly Meaning[] {
  return meaningOf(words.join("\n")).filter(({ message }) => message !== unableToPull);
}

function isExplicitDeny({ message, decidedBy }: Meaning): boolean {
  return lacksPermission(new Set(message.rules)) && decidedBy?.startsWith("an explicit deny") === true;
}

function deniedByWords(denial: Meaning, build: FailedBuild, { project }: ProjectFacts): Judgement {
  const { decidedBy = "", message } = denial;
  const action = message.rules.includes("decrypt-missing") ? "kms:Decrypt" : "secretsmanager:GetSecretValue";
  return {
    title: `A build of project ${project.name} was refused ${action}, by ${decidedBy}.`,
    evidence: [...evidenceOf(build), ["decided by", decidedBy]],
    remedy: [
      {
        kind: "advice",
        text: `Nothing that pullpass could read shows this deny: look for it in ${whereOf(decidedBy)}, and exclude the role ${project.role} from it.`,
      },
    ],
    mender: denierOf(decidedBy),
    blocks: true,
  };
}

function whereOf(decidedBy: string): string {
  const kind = decidedBy.replace(/^an explicit deny in an? /, "");
  return kind === "resource-based policy" ? "the policies of the secret and its key" : `the ${kind}`;
}

function denierOf(decidedBy: string): Mender {
  if (/service control|resource control/.test(decidedBy)) return "organization";
  return decidedBy.includes("resource-based") ? "secret owner" : "role owner";
}

function failure(build: FailedBuild, meaning: Meaning | undefined, { project }: ProjectFacts): Judgement {
  const { message } = meaning ?? {};
  const known = message === undefined ? "and its words do not say why" : firstSentence(message.means);
  return {
    title: `A build of project ${project.name} could not pull its image${message === undefined ? `, ${known}.` : `. ${known}`}`,
    evidence: evidenceOf(build),
    remedy:
      message === undefined ? lookedUpByHand(build) : message.next.map((text) => ({ kind: "advice", text })),
    mender: menderOf(message?.rules ?? []),
    blocks: false,
    ...(message?.rules.includes("rate-limited") && { severity: "medium" }),
  };
}

/** The first, which says what it is. */
function firstSentence(text: string): string {
  const end = text.indexOf(". ");
  return end === -1 ? text : text.slice(0, end + 1);
}

function evidenceOf({ id, image, credential, environmentType, words }: FailedBuild): Evidence {
  return [
    ["build", id],
    ["image", image],
    ["environment", environmentType],
    ["credential", credential ?? "none"],
    ...(words.length === 0 ? [["said", "nothing"] as const] : words.map((line) => ["said", line] as const)),
  ];
}

function lookedUpByHand({ id }: FailedBuild): Remedy {
  return [
    {
      kind: "advice",
      text: "Read what the build said, and its log. If the words mean something that pullpass should know, report them: docs/messages.md lists those that it knows.",
    },
    {
      kind: "command",
      purpose: "What pullpass sees of the build:",
      command: command("pullpass", ["explain", "--build", id]),
    },
  ];
}

function menderOf(rules: readonly RuleId[]): Mender {
  if (rules.some((rule) => ofSecret.includes(rule))) return "secret owner";
  return rules.includes("role-not-codebuild") ? "role owner" : "project owner";
}

const ofSecret: readonly RuleId[] = ["credentials-rejected", "secret-empty", "secret-malformed"];
