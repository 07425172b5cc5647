/** The one next thing to do for a project. */
import { placeInChain } from "./place-in-chain.ts";
import type { AuditFinding, AuditRuleId, Link, NextStep, Step, Verdict } from "./report.ts";
import type { Sighting } from "./sighting.ts";

/**
 * What stands first in the chain is done first; what pullpass repairs, it does in one go. `undefined` when the project
 * pulls and nothing is to be improved.
 */
export function nextStep(
  { project }: Sighting,
  verdict: Verdict,
  chain: readonly Link[],
  findings: readonly AuditFinding[],
): NextStep | undefined {
  const worth = findings.filter(({ severity }) => severity !== "info");
  const wanted = verdict === "fails" ? worth.filter(({ severity }) => severity === "high") : worth;
  const [first] = [...(wanted.length > 0 ? wanted : worth)].sort(
    (a, b) => placeInChain(a.rule) - placeInChain(b.rule),
  );
  if (verdict === "unknown" && first?.severity !== "high")
    return firstUnknown(chain) ?? toDo(first, findings, project);
  if (first === undefined && verdict === "fails") return firstDenied(chain);
  return toDo(first, findings, project);
}

/** Without consent pullpass repairs nothing, and asking for it comes first. */
function toDo(
  finding: AuditFinding | undefined,
  findings: readonly AuditFinding[],
  { name, region }: Sighting["project"],
): NextStep | undefined {
  if (finding === undefined) return undefined;
  if (finding.repairable) {
    return { text: "Let pullpass repair it.", command: `pullpass apply ${name} --region ${region}` };
  }
  const consent = findings.find(({ rule }) => rule === "secret-no-consent");
  const isForConsent = ownRules.has(finding.rule) && consent !== undefined;
  return isForConsent ? split(consent.remedy) : split(`${denierOf(finding)}${finding.remedy}`);
}

/** The statement that the remedy speaks of. */
function denierOf({ evidence }: AuditFinding): string {
  const [, denier] =
    evidence.find(([label, value]) => label === "denied by" && value.includes("statement")) ?? [];
  return denier === undefined ? "" : `It is denied by ${denier}. `;
}

/** What pullpass would repair if the secret consented. */
const ownRules: ReadonlySet<AuditRuleId> = new Set([
  "access-missing",
  "decrypt-missing",
  "credential-not-arn",
  "pull-type-wrong",
]);

/** A remedy that ends in one command, and the command. */
function split(remedy: string): NextStep {
  const [, text, command] = /^([^{}]+): (aws [^;]+)$/.exec(remedy) ?? [];
  return text === undefined || command === undefined
    ? { text: remedy, command: null }
    : { text: `${text}.`, command };
}

function firstUnknown(chain: readonly Link[]): NextStep | undefined {
  const open = chain.find(({ state, step }) => state === "unknown" && !undecided.has(step));
  return open && { text: `Find out about its ${wordsFor[open.step]}: ${open.why}.`, command: null };
}

function firstDenied(chain: readonly Link[]): NextStep | undefined {
  const shut = chain.find(({ state, step }) => state === "denied" && step !== "consent");
  return shut && { text: `Put its ${wordsFor[shut.step]} right: ${shut.why}.`, command: null };
}

const undecided: ReadonlySet<Step> = new Set(["consent", "service-control"]);

/** The steps as people say them. */
export const wordsFor = {
  project: "project",
  image: "image",
  registry: "registry",
  credential: "credential",
  secret: "secret",
  consent: "consent",
  role: "role",
  "identity-policies": "role's policies",
  boundary: "permissions boundary",
  "service-control": "service control policies",
  "resource-policy": "secret's resource policy",
  key: "key",
  "key-policy": "key policy",
  "key-grants": "key grants",
} as const satisfies Record<Step, string>;
