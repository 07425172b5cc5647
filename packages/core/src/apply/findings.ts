/** Findings are announced when they open, change or close, not at each look. */
import { type Finding, findingKey, type Subject, subjectKey } from "../model/finding.ts";
import { isMadeAnew } from "../model/made-anew.ts";
import type { Plan } from "../plan/decided.ts";
import type { OpenFinding, Writes } from "../ports.ts";
import type { FindingsOutcome } from "./outcome.ts";

/**
 * What is found opens, also on a subject that was not examined to the end; only what was examined closes. What was found of a
 * project that was deleted closes with it, and is told anew of one that was made under its name since.
 */
export async function announceFindings(plan: Plan, { ledger, clock }: Writes): Promise<FindingsOutcome> {
  const now = () => clock.now().toISOString();
  const { causes } = plan.work;
  const { opened, changed, closed } = await findingsToTell(plan, ledger);
  for (const finding of closed) await ledger.closeFinding(finding, now(), causes);
  for (const finding of opened) await ledger.openFinding(finding, now(), causes);
  for (const finding of changed) await ledger.changeFinding(finding, now(), causes);
  return { opened, changed, closed };
}

/** What would be told. */
export async function findingsToTell(
  plan: Plan,
  ledger: Pick<Writes["ledger"], "openFindings">,
): Promise<FindingsOutcome> {
  return findingsOutcome(plan, await ledger.openFindings(plan.work.region, subjectsOf(plan)));
}

/** What it is about, and what it finds something of. */
export function subjectsOf({ examined, findings }: Plan): readonly Subject[] {
  return distinct([...examined, ...findings.map(({ subject }) => subject)]);
}

/** What would be told, with the findings that are open for the plan's subjects. */
export function findingsOutcome(plan: Plan, recorded: readonly OpenFinding[]): FindingsOutcome {
  const past = recorded.filter((each) => isOfPredecessor(each, plan)).map(({ finding }) => finding);
  const still = recorded.filter(({ finding }) => !past.includes(finding));
  const open = new Map(still.map(({ finding }) => [findingKey(finding), finding]));
  const found = new Map(plan.findings.map((finding) => [findingKey(finding), finding]));
  const examined = new Set(plan.examined.map(subjectKey));
  const changed = (finding: Finding) => {
    const before = open.get(findingKey(finding));
    return before !== undefined && substance(before) !== substance(finding);
  };
  return {
    opened: [...found.values()].filter((finding) => !open.has(findingKey(finding))),
    changed: [...found.values()].filter(changed),
    closed: [
      ...past,
      ...[...open.values()].filter(
        (finding) => !found.has(findingKey(finding)) && examined.has(subjectKey(finding.subject)),
      ),
    ],
  };
}

function isOfPredecessor({ finding: { subject }, openedAt }: OpenFinding, { before }: Plan): boolean {
  const project = subject.kind === "project" ? before.snapshot.projects.get(subject.name) : undefined;
  const now = project?.kind === "known" ? project.value.created : undefined;
  return subject.kind === "project" && isMadeAnew(now, { created: subject.created, at: openedAt });
}

function distinct(subjects: readonly Subject[]): readonly Subject[] {
  return [...new Map(subjects.map((subject) => [subjectKey(subject), subject])).values()];
}

/** The remedy is wording: another version of pullpass may word it better, and nobody wants to hear of that. */
function substance({ severity, title, evidence }: Finding): string {
  return JSON.stringify([severity, title, evidence]);
}
