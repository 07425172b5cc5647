/** What decides about a project, and the one next thing to do for it. */
import type { Finding } from "../model/finding.ts";
import type { Remedy } from "../model/remedy.ts";
import { placeInChain } from "./chain/place-in-chain.ts";
import { type Link, type ProjectDiagnosis, stepNames } from "./diagnosis.ts";

/** What is to be dealt with first. */
export type DecidingCause =
  /** `first` is mended before it: the finding itself, or the one that it waits for. */
  | { readonly kind: "finding"; readonly finding: Finding; readonly first: Finding }
  /** Nobody knows it, and the verdict hangs on it. */
  | { readonly kind: "unknown"; readonly link: Link };

/**
 * What stands first in the chain is done first; what pullpass repairs, it does in one go, and what that waits for comes
 * before it. `undefined` when nothing is to be done.
 */
export function decidingCause({
  verdict,
  chain,
  findings,
  hangsOn,
}: ProjectDiagnosis): DecidingCause | undefined {
  const worth = findings.filter(({ severity }) => severity !== "info");
  const blocking = worth.filter(({ blocks }) => blocks);
  const wanted = verdict === "fails" && blocking.length > 0 ? blocking : worth;
  const [finding] = [...wanted].sort((a, b) => placeInChain(a.rule) - placeInChain(b.rule));
  if (verdict === "unknown" && finding?.severity !== "high") {
    const link = chain.find(({ step }) => hangsOn.includes(step));
    if (link !== undefined) return { kind: "unknown", link };
  }
  if (finding === undefined) return undefined;
  return {
    kind: "finding",
    finding,
    first: findings.find(({ rule }) => rule === finding.waitsFor) ?? finding,
  };
}

/** Empty when nothing is to be done. */
export function nextStep(project: ProjectDiagnosis): Remedy {
  const cause = decidingCause(project);
  if (cause === undefined) return [];
  return cause.kind === "finding" ? cause.first.remedy : [findOut(cause.link)];
}

function findOut({ step, why }: Link): Remedy[number] {
  return { kind: "advice", text: `Find out about its ${stepNames[step]}: ${why}.` };
}
