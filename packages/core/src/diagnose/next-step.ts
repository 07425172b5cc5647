/** The one next thing to do for a project. */
import type { Remedy } from "../model/remedy.ts";
import { placeInChain } from "./chain/place-in-chain.ts";
import { type Link, type ProjectDiagnosis, stepNames } from "./diagnosis.ts";

/**
 * What stands first in the chain is done first; what pullpass repairs, it does in one go, and what that waits for comes
 * before it. Empty when nothing is to be done.
 */
export function nextStep({ verdict, chain, findings, hangsOn }: ProjectDiagnosis): Remedy {
  const worth = findings.filter(({ severity }) => severity !== "info");
  const wanted = verdict === "fails" ? worth.filter(({ blocks }) => blocks) : worth;
  const [first] = [...wanted].sort((a, b) => placeInChain(a.rule) - placeInChain(b.rule));
  if (verdict === "unknown" && first?.severity !== "high") {
    const unknown = chain.find(({ step }) => hangsOn.includes(step));
    if (unknown !== undefined) return [findOut(unknown)];
  }
  if (first === undefined) return [];
  const awaited = findings.find(({ rule }) => rule === first.waitsFor);
  return (awaited ?? first).remedy;
}

function findOut({ step, why }: Link): Remedy[number] {
  return { kind: "advice", text: `Find out about its ${stepNames[step]}: ${why}.` };
}
