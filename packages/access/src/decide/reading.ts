/** What a layer says about the request. */
import { namingOf } from "../match/principal.ts";
import { InvalidPolicy } from "../policy/invalid-policy.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import type { Policy, Statement } from "../policy/policy.ts";
import type { Layer, LayerName, NamedPolicy, StatementReference } from "../types.ts";
import { type Asked, applies } from "./asked.ts";

export interface Reading {
  readonly denials: readonly StatementReference[];
  readonly allowances: readonly Allowance[];
  /** Why it was not read, or not all of it. */
  readonly unread?: string;
}

/** `limited`: to what the boundary allows. `account`: only as far as the account's own policies go. */
interface Allowance {
  readonly by: StatementReference;
  readonly to: "principal" | "limited" | "account";
}

/** Reads policies that are attached to the principal, or to those above it. */
export function readAttached(
  layer: LayerName,
  policies: Layer<readonly NamedPolicy[]>,
  asked: Asked,
): Reading {
  return readLayer(layer, policies, asked, (statement) => {
    if (statement.principals !== undefined) throw new InvalidPolicy("it names a principal");
    if (statement.resources === undefined) throw new InvalidPolicy("a statement has no resource");
    return "limited";
  });
}

/** Reads the policy on the resource, which somebody asks who has a boundary, or has none. */
export function readResource(
  layer: LayerName,
  policy: Layer<NamedPolicy | undefined>,
  hasBoundary: boolean,
  asked: Asked,
): Reading {
  return readLayer(layer, listOf(policy), asked, ({ principals }) => {
    if (principals === undefined) throw new InvalidPolicy("a statement names no principal");
    if (principals.negated && hasBoundary) return "principal";
    return givenTo[namingOf(principals, asked.request.principal) ?? "nobody"];
  });
}

/**
 * What is given to a role by its ARN, its boundary limits; not what is given to everyone, whatever `aws:PrincipalArn` a
 * condition wants. And "the NotPrincipal element with a Deny effect will always deny any IAM principal that has a
 * permissions boundary policy attached, regardless of the values specified in the NotPrincipal element."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
const givenTo = { itself: "principal", role: "limited", account: "account", nobody: undefined } as const;

export function listOf(policy: Layer<NamedPolicy | undefined>): Layer<readonly NamedPolicy[]> {
  if (policy.kind === "unknown") return policy;
  return { kind: "known", value: policy.value === undefined ? [] : [policy.value] };
}

/** Whom the statement speaks to; `undefined`: not to this principal. @throws InvalidPolicy */
type Addressee = (statement: Statement) => Allowance["to"] | undefined;

function readLayer(
  layer: LayerName,
  policies: Layer<readonly NamedPolicy[]>,
  asked: Asked,
  addressee: Addressee,
): Reading {
  if (policies.kind === "unknown") return { denials: [], allowances: [], unread: policies.reason };
  const readings = policies.value.map((policy) => readPolicy(layer, policy, asked, addressee));
  return together(readings);
}

/** Several policies as one. */
function together(readings: readonly Reading[]): Reading {
  const unread = readings.flatMap((reading) => reading.unread ?? []);
  return {
    denials: readings.flatMap(({ denials }) => denials),
    allowances: readings.flatMap(({ allowances }) => allowances),
    ...(unread.length > 0 && { unread: unread.join("; ") }),
  };
}

function readPolicy(
  layer: LayerName,
  { name, document }: NamedPolicy,
  asked: Asked,
  addressee: Addressee,
): Reading {
  try {
    const policy = parsePolicy(document);
    const addressees = policy.statements.map(addressee);
    return readStatements({ layer, name, policy, addressees }, asked);
  } catch (error) {
    if (!(error instanceof InvalidPolicy)) throw error;
    return { denials: [], allowances: [], unread: `policy "${name}" is not valid: ${error.message}` };
  }
}

interface Addressed {
  readonly layer: LayerName;
  readonly name: string;
  readonly policy: Policy;
  readonly addressees: readonly (Allowance["to"] | undefined)[];
}

function readStatements({ layer, name, policy, addressees }: Addressed, asked: Asked): Reading {
  const denials: StatementReference[] = [];
  const allowances: Allowance[] = [];
  for (const [index, statement] of policy.statements.entries()) {
    const to = addressees[index];
    if (to === undefined || !applies(statement, policy.version, asked)) continue;
    const { sid } = statement;
    const by = { layer, policy: name, index, ...(sid !== undefined && { sid }) };
    if (statement.effect === "Deny") denials.push(by);
    else allowances.push({ by, to });
  }
  return { denials, allowances };
}
