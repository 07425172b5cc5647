/** Questions about access in few words. */
import {
  type AccessRequest,
  type Decision,
  evaluate,
  type KeyGrant,
  type NamedPolicy,
  type PolicySet,
  type Principal,
  type RequestContext,
  type UnknownContext,
} from "@pullpass/access";

export const account = "111122223333";
export const elsewhere = "444455556666";
export const roleArn = `arn:aws:iam::${account}:role/build/web`;
export const sessionArn = `arn:aws:sts::${account}:assumed-role/web/AWSCodeBuild-1`;
export const userArn = `arn:aws:iam::${account}:user/ann`;
export const secretArn = `arn:aws:secretsmanager:eu-central-1:${account}:secret:hub-a1b2c3`;
export const keyArn = `arn:aws:kms:eu-central-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const read = "secretsmanager:GetSecretValue";

export const role: Principal = { kind: "role", arn: roleArn, sessionArn, account };
export const user: Principal = { kind: "user", arn: userArn, account };
export const root = (of = account): string => `arn:aws:iam::${of}:root`;

type Statement = Readonly<Record<string, unknown>>;

export function allow(over: Statement = {}): Statement {
  return { Effect: "Allow", Action: "*", Resource: "*", ...over };
}

export function deny(over: Statement = {}): Statement {
  return { Effect: "Deny", Action: "*", Resource: "*", ...over };
}

export function policy(name: string, ...Statement: readonly unknown[]): NamedPolicy {
  return { name, document: { Version: "2012-10-17", Statement } };
}

/** What is not said is not there, and was read. */
export interface Question {
  readonly principal?: Principal;
  readonly action?: string;
  readonly resource?: string;
  readonly owner?: string;
  readonly context?: RequestContext;
  readonly unknown?: UnknownContext;
  readonly identity?: readonly unknown[];
  /** More policies of the principal's own. */
  readonly more?: readonly NamedPolicy[];
  readonly boundary?: readonly unknown[];
  readonly onResource?: readonly unknown[];
  readonly isKey?: boolean;
  readonly grants?: readonly KeyGrant[];
  readonly levels?: readonly (readonly unknown[])[];
  /** Layers that nobody could read. */
  readonly unread?: readonly ("identity" | "boundary" | "resource" | "grants" | "serviceControl")[];
}

export function ask(question: Question): Decision {
  return evaluate(requestOf(question), policiesOf(question));
}

export function requestOf(question: Question): AccessRequest {
  const { principal = role, action = read, resource = secretArn, owner = account, context = {} } = question;
  const { unknown } = question;
  return { principal, action, resource, resourceAccount: owner, context, ...(unknown && { unknown }) };
}

export function policiesOf({ unread = [], ...question }: Question): PolicySet {
  const { identity, more = [], boundary, onResource, isKey = false, grants = [], levels = [] } = question;
  const layer = <T>(name: (typeof unread)[number], value: T) =>
    unread.includes(name)
      ? ({ kind: "unknown", reason: `${name}: access denied` } as const)
      : ({ kind: "known", value } as const);
  return {
    identity: layer("identity", [...(identity ? [written("own", identity)] : []), ...more]),
    boundary: layer("boundary", boundary && written("boundary", boundary)),
    resource: layer("resource", onResource && written("on the resource", onResource)),
    resourceIsKey: isKey,
    grants: layer("grants", grants),
    serviceControl: layer(
      "serviceControl",
      levels.map((statements, index) => [written(`level ${index}`, statements)]),
    ),
  };
}

const documents = new WeakMap<readonly unknown[], NamedPolicy>();

/** The same policy for the same list of statements, as those have it who ask many questions about a few policies. */
function written(name: string, statements: readonly unknown[]): NamedPolicy {
  const known = documents.get(statements) ?? policy(name, ...statements);
  documents.set(statements, known);
  return { ...known, name };
}

/** All keys that the context lacks may be there, with any value. */
export const anything: UnknownContext = { absent: [], present: {} };

/** `allowed`, `denied by own[0]`, `denied for lack of identity`, or `unknown for lack of boundary`. */
export function told(decision: Decision): string {
  switch (decision.kind) {
    case "allowed":
      return "allowed";
    case "unknown":
      return `unknown for lack of ${decision.hangsOn.map((each) => (each.kind === "key" ? each.key : each.layer)).join(", ")}`;
    case "denied":
      return decision.how === "implicit"
        ? `denied for lack of ${decision.missing.join(", ")}`
        : `denied by ${decision.by.map(({ policy, index }) => `${policy}[${index}]`).join(", ")}`;
    default:
      return decision satisfies never;
  }
}
