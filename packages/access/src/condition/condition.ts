/** One line of a statement's `Condition`: the operator, the key, and the values any of which will do. */
import type { Template } from "../match/template.ts";
import type { OperatorName } from "./operators.ts";

export interface Condition {
  readonly operator: OperatorName;
  /** Over a key with many values: every value must match, or any. */
  readonly set?: "ForAllValues" | "ForAnyValue";
  /** Holds, too, when the request has no such key. */
  readonly ifExists: boolean;
  /** In lower case: the names of keys have none. */
  readonly key: string;
  /** The key as the policy writes it. */
  readonly name: string;
  readonly values: readonly string[];
  /** The values, ready to be matched, where the operator takes patterns. */
  readonly templates: readonly Template[];
}
