/** What the files would leave behind, diagnosed project by project before anything is deployed. */
import {
  type BindGrants,
  type DiagnosedProject,
  diagnose,
  type Finding,
  observe,
  type PullVerdict,
  plan,
  printedSteps,
  type Remedy,
  type RuleId,
  type SharedRoles,
  settingsWithoutDeployment,
  stepNames,
} from "@pullpass/core";
import { findingsFor, notLookedAt, projectKey, type RemedyStep } from "@pullpass/core/parts";
import type { Declared, DeclaredProject } from "./declared/declared.ts";
import type { Surroundings } from "./declared/in-world.ts";
import { portsFor } from "./declared/ports.ts";
import { projectIn } from "./declared/project.ts";
import { projectName } from "./declared/project-names.ts";
import { calledAs } from "./report/called-as.ts";
import { type Around, placeOfFinding } from "./report/place-of-finding.ts";
import type { CheckedFinding, CheckedProject, CheckedStep } from "./report/report.ts";
import { type Choose, decidingReasons, inEveryWorld, type World } from "./worlds/worlds.ts";

/** Files that belong together, because they are deployed to one account. */
export interface Deployable {
  readonly declare: (choose: Choose) => Declared;
  /** What the files call their projects, in every world, as they stand in them. */
  readonly projects: readonly ProjectInFile[];
  /** All that the files write. */
  readonly texts: string;
}

export interface CheckSettings {
  readonly tagPrefix: string;
  readonly policyName: string;
  /** As a deployment has them. */
  readonly bindGrants: BindGrants;
  readonly sharedRoles: SharedRoles;
  /** pullpass is deployed there: nobody else has to mend what it repairs. */
  readonly deployed: boolean;
}

interface ProjectInFile {
  readonly file: string;
  /** What the file calls it. */
  readonly id: string;
}

/** Projects that no world makes are left out. */
export async function checkDeployable(
  deployable: Deployable,
  settings: CheckSettings,
  around: Omit<Surroundings, "texts">,
): Promise<readonly CheckedProject[]> {
  const checked: CheckedProject[] = [];
  for (const wanted of deployable.projects) {
    const { all, isComplete } = await inEveryWorld((choose) =>
      judged(wanted, deployable, settings, { ...around, texts: deployable.texts }, choose),
    );
    const made = all.flatMap(({ chosen, result }) => (result === undefined ? [] : [{ chosen, result }]));
    const [first] = made;
    if (first !== undefined) checked.push(summed(first.result, made, isComplete));
  }
  return checked;
}

/** A project in one world. */
interface Judged {
  readonly declared: DeclaredProject;
  readonly diagnosis: DiagnosedProject;
  readonly verdict: PullVerdict;
  readonly findings: readonly Finding[];
  readonly repaired: readonly RuleId[];
  readonly around: Around;
  readonly called: (text: string) => string;
}

/** `undefined` where the project is not made. */
async function judged(
  { file, id }: ProjectInFile,
  { declare }: Deployable,
  { tagPrefix, policyName, bindGrants, sharedRoles, deployed }: CheckSettings,
  around: Surroundings,
  choose: Choose,
): Promise<Judged | undefined> {
  const declared = declare(choose);
  const meant = declared.projects.find((each) => each.id === id && each.placeOf().file === file);
  if (meant === undefined) return undefined;
  const name = projectName(meant, declared, { texts: around.texts, tagPrefix }, choose);
  const project = projectIn(meant, name, choose);
  const { account, region, role } = project;
  const regions = [region, ...declared.secrets.map(({ home }) => home.region)];
  const settings = settingsWithoutDeployment({
    account,
    tagPrefix,
    policyName,
    regions,
    bindGrants,
    sharedRoles,
  });
  const work = { role, account, region, projects: [name], listing: undefined, causes: [] };
  const ports = portsFor({ declared, project, meant, around, choose });
  const snapshot = await observe(work, ports, { ...settings, inFull: true });
  const before = diagnose(snapshot, settings);
  const planned = deployed ? plan(before, settings) : undefined;
  const diagnosis = (planned?.after ?? before).projects.get(name);
  if (diagnosis === undefined) throw new Error(`project ${name} was not diagnosed`);
  const all = planned === undefined ? diagnosis.findings : findingsFor(name, planned);
  const { found } = diagnosis.facts;
  const key = found?.key.kind === "customer" ? found.key.key.arn : undefined;
  return {
    declared: meant,
    diagnosis,
    verdict: diagnosis.verdict,
    findings: all.filter(
      ({ mender, rule }) => mender !== "pullpass" && (deployed || rule !== "secret-no-consent"),
    ),
    repaired: all.flatMap(({ mender, rule }) => (mender === "pullpass" ? [rule] : [])),
    around: {
      role: declared.roles.find(({ arn }) => arn === role),
      secret: declared.secrets.find(({ name: secret }) => secret === found?.secret.name),
      key: declared.keys.find(({ arn }) => arn === key),
    },
    called: calledAs(declared.calledInFile),
  };
}

/** What holds in all worlds that may be. */
function summed(first: Judged, worlds: readonly World<Judged>[], isComplete: boolean): CheckedProject {
  const isAsked = ({ chosen }: World<Judged>) =>
    [...chosen.values()].some(({ choice, way }) => choice.isQuestion === true && way > 0);
  const possible = worlds.filter((world) => !isAsked(world));
  const { declared, diagnosis, findings, repaired, called } = first;
  const certain = isComplete
    ? findings.filter((finding) => possible.every(({ result }) => has(result, finding)))
    : [];
  const isSame = isComplete && possible.every(({ result }) => result.verdict === first.verdict);
  const verdict = isSame ? first.verdict : certain.some(({ blocks }) => blocks) ? "fails" : "unknown";
  const reasons = decidingReasons(possible, answerOf);
  const open = possible.find(({ result }) => result.verdict === "unknown");
  const unknowns =
    verdict === "unknown"
      ? [...reasons, ...hangingOn(open?.result.diagnosis), ...(isComplete ? [] : [tooMany])]
      : [];
  const asked = worlds.filter((world) => isAsked(world) && world.result.verdict === "fails");
  const unless = verdict === "unknown" && asked.length > 0 ? titlesOf(asked, possible) : [];
  return {
    id: declared.id,
    name: called(diagnosis.facts.project.name),
    ...declared.placeOf(),
    verdict,
    unknowns: [...new Set(unknowns.map(called))],
    unless,
    findings: certain.map((finding) => checkedFinding(finding, first)),
    repaired,
    chain: diagnosis.chain.map(({ step, state, what, why }) => ({
      step,
      state,
      what: called(what),
      why: called(why),
    })),
  };
}

const tooMany = "too much that the files leave open: more than can be looked at";

function answerOf({ verdict, findings }: Judged): string {
  return [verdict, ...findings.filter(({ blocks }) => blocks).map(({ rule }) => rule)].join(" ");
}

/** The same rule, of the same kind of thing: its name may hang on the world. */
function has({ findings }: Judged, { rule, subject }: Finding): boolean {
  return findings.some((other) => other.rule === rule && other.subject.kind === subject.kind);
}

/** What nobody knows by itself, and not for lack of something else. */
function hangingOn(diagnosis: DiagnosedProject | undefined): readonly string[] {
  if (diagnosis === undefined) return [];
  const { chain, hangsOn } = diagnosis;
  const derived: readonly string[] = Object.values(notLookedAt);
  const open = chain.filter(({ step, why }) => hangsOn.includes(step) && !derived.includes(why));
  return open.map(({ step, why }) => `its ${stepNames[step]}: ${why}`);
}

/** Of what would fail by the files alone, in all worlds of which that was asked. */
function titlesOf(asked: readonly World<Judged>[], possible: readonly World<Judged>[]): readonly string[] {
  const [first] = asked;
  if (first === undefined) return [];
  const { findings, called } = first.result;
  return findings
    .filter(({ blocks }) => blocks)
    .filter((finding) => asked.every(({ result }) => has(result, finding)))
    .filter((finding) => !possible.some(({ result }) => has(result, finding)))
    .map(({ title }) => called(title));
}

function checkedFinding(finding: Finding, { declared, around, called }: Judged): CheckedFinding {
  const { rule, severity, title, blocks, evidence, remedy } = finding;
  return {
    rule,
    severity,
    title: called(title),
    blocks,
    ...placeOfFinding(finding, declared, around),
    evidence: evidence.map(([label, value]) => [label, called(value)] as const),
    remedy: inTheFile(remedy).map(({ text, block }) => ({
      text: called(text),
      block: block === null ? null : called(block),
    })),
  };
}

/** In a file the role would depend on the project by it, which depends on the role. */
function withoutProject(step: RemedyStep): RemedyStep {
  if (step.kind !== "statement" || step.place.layer !== "role") return step;
  const { Condition, ...statement } = step.statement;
  const isBinding = Object.values(Condition ?? {}).some((keys) => projectKey in keys);
  return isBinding ? { ...step, statement } : step;
}

/** Nothing is there yet that a command could change: the file is what is to be mended. */
function inTheFile(remedy: Remedy): readonly CheckedStep[] {
  return remedy
    .filter(({ kind }) => kind !== "command")
    .flatMap((step) =>
      step.kind === "consent"
        ? [
            {
              text: `${step.why} In the file, that is the tag ${step.tagPrefix}projects of the secret: ${step.projects.join(" ")}.`,
              block: null,
            },
          ]
        : printedSteps([withoutProject(step)]).map(({ text, block }) => ({ text, block: block ?? null })),
    );
}
