import { isObject } from "./is-object.ts";

/**
 * A key policy without the statements that KMS stores and that have no effect: those without actions or resources.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function effectiveKeyPolicy(document: unknown): unknown {
  if (!isObject(document) || !Array.isArray(document.Statement)) return document;
  if (document.Statement.every(hasEffect)) return document;
  return { ...document, Statement: document.Statement.filter(hasEffect) };
}

function hasEffect(statement: unknown): boolean {
  if (!isObject(statement)) return true;
  const has = (element: string) => element in statement || `Not${element}` in statement;
  return has("Action") && has("Resource");
}
