/** Policy documents as they arrive: what AWS would refuse to store, found by the one validator. */
import { type Fault, type FaultCode, type PolicyKind, validatePolicy } from "@pullpass/access";
import type { Call } from "./service.ts";
import { principalExists } from "./services/iam/state.ts";

type Surroundings = NonNullable<Parameters<typeof validatePolicy>[2]>;

/** What AWS refuses in it, in the document's order; `undefined` if the text is no JSON. */
export function policyFaults(
  text: string,
  kind: PolicyKind,
  { sandbox }: Pick<Call, "sandbox">,
  surroundings: Surroundings = {},
): readonly Fault[] | undefined {
  const document = parsed(text);
  if (document === undefined) return undefined;
  const exists = (arn: string) => principalExists(sandbox, arn);
  return validatePolicy(document, kind, { exists, text, ...surroundings }).filter(({ refused }) => refused);
}

/** What a service says to some faults. */
export interface Answer {
  readonly to: readonly FaultCode[];
  readonly words: string | ((fault: Fault) => string);
}

/** AWS names one fault: the one that it looks for first. */
export function firstAnswer(faults: readonly Fault[], answers: readonly Answer[]): string | undefined {
  for (const { to, words } of answers) {
    const fault = faults.find(({ code }) => to.includes(code));
    if (fault) return typeof words === "string" ? words : words(fault);
  }
  return undefined;
}

/** JSON has no `undefined`. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
