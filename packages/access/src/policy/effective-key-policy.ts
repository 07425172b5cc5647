import { isMembers, type Members } from "./members.ts";

/**
 * A key policy as KMS reads it. KMS stores statements without actions or resources, and they have no effect: each becomes one
 * about no action, so that the others keep their numbers.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function effectiveKeyPolicy(document: unknown): unknown {
  if (!isMembers(document) || !Array.isArray(document.Statement)) return document;
  const statements: readonly unknown[] = document.Statement;
  if (statements.every(hasEffect)) return document;
  return { ...document, Statement: statements.map((each) => (hasEffect(each) ? each : ineffective(each))) };
}

function hasEffect(statement: unknown): boolean {
  if (!isMembers(statement)) return true;
  const has = (element: string) =>
    Object.hasOwn(statement, element) || Object.hasOwn(statement, `Not${element}`);
  return has("Action") && has("Resource");
}

function ineffective(statement: unknown): Members {
  const { Action: _, ...others } = isMembers(statement) ? statement : {};
  return { ...others, NotAction: "*" };
}
