/** Which secrets a role might be allowed to read: more than it is, never less. The evaluator has the last word. */
import { InvalidPolicy, type Policy, parsePolicy } from "@pullpass/access";
import type { Known } from "../model/known.ts";
import { parsedJson } from "../observe/reading.ts";
import type { RoleState } from "../observe/snapshot.ts";
import { globbed } from "./glob.ts";

/** Every secret, or those whose ARN one of the patterns might match. */
export type Reach =
  | { readonly kind: "every" }
  | {
      readonly kind: "some";
      readonly exact: readonly string[];
      readonly patterns: readonly ((arn: string) => boolean)[];
    };

export function reachOf({ inlinePolicies, managedPolicies }: RoleState): Reach {
  if (managedPolicies.kind === "unknown") return { kind: "every" };
  const inline = [...inlinePolicies.values()].map(documentOf);
  const managed = managedPolicies.kind === "known" ? [...managedPolicies.value.values()] : [];
  const patterns = [...inline, ...managed].flatMap(resourcesOf);
  if (patterns.some((pattern) => pattern === "*" || pattern.includes("${"))) return { kind: "every" };
  const isWild = (pattern: string) => /[*?]/.test(pattern);
  return {
    kind: "some",
    exact: patterns.filter((pattern) => !isWild(pattern)),
    patterns: patterns.filter(isWild).map(globbed),
  };
}

/** Does a resource policy speak to this role? */
export function isNamedIn(resourcePolicy: Known<unknown>, role: string): boolean {
  if (resourcePolicy.kind === "absent") return false;
  if (resourcePolicy.kind === "unknown") return true;
  const policy = parsed(resourcePolicy.value);
  if (policy === undefined) return true;
  return policy.statements.some(
    ({ effect, principals }) =>
      effect === "Allow" &&
      (principals?.negated === true ||
        principals?.entries.some(({ value }) => value === "*" || value === role)),
  );
}

function documentOf(text: string): unknown {
  const document = parsedJson(text);
  return document.kind === "known" ? document.value : undefined;
}

/** The resources on which a policy may allow reading; all of them where it cannot be read. */
function resourcesOf(document: unknown): readonly string[] {
  const policy = parsed(document);
  if (policy === undefined) return ["*"];
  return policy.statements.flatMap(({ effect, actions, resources }) => {
    const isAllowing = effect === "Allow" && (actions.negated || actions.values.some(mayBeRead));
    if (!isAllowing) return [];
    return resources === undefined || resources.negated ? ["*"] : resources.values;
  });
}

function mayBeRead(action: string): boolean {
  return action === "*" || globbed(action)("secretsmanager:GetSecretValue");
}

const remembered = new WeakMap<object, Policy | "invalid">();

/** Managed policies are shared by many roles. */
function parsed(document: unknown): Policy | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const known = remembered.get(document) ?? parsedAnew(document);
  remembered.set(document, known);
  return known === "invalid" ? undefined : known;
}

function parsedAnew(document: object): Policy | "invalid" {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (error instanceof InvalidPolicy) return "invalid";
    throw error;
  }
}
