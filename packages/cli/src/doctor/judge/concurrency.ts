/** Room to run: what Lambda would have to reserve, and what is reserved. */
import { command } from "@pullpass/core/parts";
import { plainlyReserved } from "@pullpass/functions/deployment";
import type { Verdict } from "../check.ts";
import type { Examined, ExaminedFunction } from "../examined.ts";
import { fault, fine, untold, untoldOf } from "./verdicts.ts";

/** Lambda leaves so many to the functions that reserve none. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const keptUnreserved = 100;

export function judgeConcurrency({
  concurrency,
  deployed,
  region,
}: Pick<Examined, "concurrency" | "deployed" | "region">): readonly Verdict[] {
  const functions = [...(deployed?.functions.values() ?? [])];
  if (functions.length > 0) return ofDeployed(functions, concurrency, region);
  if (concurrency.kind !== "known") return [unread(concurrency)];
  const { limit, unreserved } = concurrency.value;
  if (unreserved - plainlyReserved >= keptUnreserved) {
    return [fine(`${unreserved} of ${limit} are unreserved, and a deployment reserves ${plainlyReserved}.`)];
  }
  return [
    fault(
      `${unreserved} of ${limit} are unreserved. A deployment reserves ${plainlyReserved}, and Lambda wants ${keptUnreserved} to be left.`,
      "Have the limit raised (Service Quotas, Lambda, Concurrent executions), or deploy with reservedConcurrency: false.",
    ),
  ];
}

function ofDeployed(
  functions: readonly ExaminedFunction[],
  concurrency: Examined["concurrency"],
  region: string,
): readonly Verdict[] {
  const stopped = functions.filter(({ reserved }) => reserved.kind === "known" && reserved.value === 0);
  const open = untoldOf(
    "What is reserved for",
    functions.map(({ name, reserved }) => ({ name, known: reserved })),
  );
  const total = functions.reduce(
    (sum, { reserved }) => sum + (reserved.kind === "known" ? reserved.value : 0),
    0,
  );
  const found = stopped.map(({ name }) =>
    fault(
      `${name} may not run: no invocation of it is allowed. What it should do is throttled, and ends as dead letters.`,
      command("aws", ["lambda", "delete-function-concurrency", "--region", region, "--function-name", name]),
    ),
  );
  if (found.length + open.length > 0) return [...found, ...open];
  if (concurrency.kind !== "known") return [unread(concurrency)];
  const { limit, unreserved } = concurrency.value;
  const own =
    total === 0 ? "Nothing is reserved for its functions" : `${total} are reserved for its functions`;
  return [fine(`${own}; ${unreserved} of ${limit} are unreserved.`)];
}

function unread(concurrency: Exclude<Examined["concurrency"], { kind: "known" }>): Verdict {
  return untold("Whether there is room to run", {
    reason: "Lambda answers nothing",
    ...concurrency,
    kind: "unknown",
  });
}
