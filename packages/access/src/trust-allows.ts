import { selectsAction } from "./match/action.ts";
import { namingsOf } from "./match/principal.ts";
import { InvalidPolicy } from "./policy/invalid-policy.ts";
import type { Statement } from "./policy/policy.ts";
import { readPolicy } from "./policy/read-policy.ts";

/**
 * Can the service assume a role with this trust policy? Conditions, such as one project as the source, narrow when,
 * not whether; so a denial counts only without them. A policy that cannot be read trusts nobody; never throws.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export function trustAllows(document: unknown, service: string): boolean {
  const policy = readPolicy(document);
  if (policy instanceof InvalidPolicy) return false;
  const statements = policy.statements.filter((statement) => concerns(statement, service));
  return (
    statements.some(({ effect }) => effect === "Allow") &&
    !statements.some(({ effect, conditions }) => effect === "Deny" && conditions.length === 0)
  );
}

function concerns({ principals, actions }: Statement, service: string): boolean {
  return (
    principals !== undefined &&
    namingsOf(principals, { kind: "service", service }).length > 0 &&
    selectsAction(actions, "sts:AssumeRole")
  );
}
