/** What is wrong with a policy document, and where. */

/** What a policy is attached to decides what it must and must not have. */
export type PolicyKind = "identity" | "trust" | "resource" | "key";

export interface Fault {
  /** JSON path: `$.Statement[0].Action[1]`. `$` is the document. */
  readonly path: string;
  /** Stable: programs may rely on it. */
  readonly code: FaultCode;
  /** Plain words. */
  readonly message: string;
  /** The text that is at fault, where it is one. */
  readonly value?: string;
  /** AWS refuses to store the document. If not, it stores it, and what is at fault has no effect. */
  readonly refused: boolean;
}

export type FaultCode =
  | "action-colons"
  | "action-missing"
  | "action-name"
  | "action-of-other-service"
  | "action-vendor"
  | "action-without-vendor"
  | "condition-operator"
  | "condition-value"
  | "date-value"
  | "effect"
  | "effect-case"
  | "element-pair"
  | "element-type"
  | "element-unknown"
  | "id-prohibited"
  | "locks-out"
  | "not-principal-allowed"
  | "principal-form"
  | "principal-missing"
  | "principal-prohibited"
  | "principal-type"
  | "principal-unknown"
  | "resource-form"
  | "resource-incomplete"
  | "resource-missing"
  | "resource-partition"
  | "resource-path"
  | "resource-prohibited"
  | "resource-region"
  | "resource-vendor"
  | "sid-characters"
  | "sid-repeated"
  | "statement-missing"
  | "too-large"
  | "too-many"
  | "version"
  | "version-old"
  | "version-variables";

/** Something that AWS refuses. */
export function refused(code: FaultCode, path: string, message: string, value?: string): Fault {
  return { path, code, message, ...(value !== undefined && { value }), refused: true };
}

/** Something that AWS stores, and that then does nothing. */
export function ineffective(code: FaultCode, path: string, message: string, value?: string): Fault {
  return { ...refused(code, path, message, value), refused: false };
}

/**
 * Something that must be there. KMS stores a statement without actions or resources, which then has no effect.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function lacking(
  code: "action-missing" | "resource-missing",
  kind: PolicyKind,
  path: string,
  message: string,
): Fault {
  return (kind === "key" ? ineffective : refused)(code, path, message);
}
