/** Which targets a caller might be admitted to by their own policies: more than it is, never less. */
import { statementsAbout } from "../match/action.ts";
import { namingsOf } from "../match/principal.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import type { PrincipalElement } from "../policy/policy.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { PolicySet, Principal } from "../types.ts";
import type { PossibleCaller, Target } from "../who-can.ts";

export function admissions<T extends Target>(
  action: string,
  targets: readonly T[],
): (caller: PossibleCaller) => ReadonlySet<T> {
  const admitting = targets.flatMap((target) => {
    const admitted = admittedBy(target.policy, action);
    return admitted === undefined ? [] : [{ target, admitted }];
  });
  return ({ principal }) =>
    new Set(admitting.flatMap(({ target, admitted }) => (isAmong(principal, admitted) ? [target] : [])));
}

/** `undefined`: nobody. */
function admittedBy(
  policy: PolicySet["resource"],
  action: string,
): "anyone" | readonly PrincipalElement[] | undefined {
  if (policy.kind === "unknown") return "anyone";
  if (policy.value === undefined) return undefined;
  const read = readPolicy(policy.value.document);
  if (read instanceof InvalidPolicy || read.statements.some(({ principals }) => !principals)) return "anyone";
  const elements = [...statementsAbout(read, action).values()].flatMap(({ effect, principals }) =>
    effect === "Allow" && principals !== undefined ? [principals] : [],
  );
  return elements.length === 0 ? undefined : elements;
}

function isAmong(principal: Principal, admitted: "anyone" | readonly PrincipalElement[]): boolean {
  return admitted === "anyone" || admitted.some((element) => namingsOf(element, principal).length > 0);
}
