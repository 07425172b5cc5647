/** What a service's model demands of the input of its operations. */

/** Written by `npm run constraints`; a shape that is not in it has no constraints. */
export interface Constraints {
  /** `botocore 1.43.106` */
  readonly from: string;
  /** The shape of the input of each operation. */
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, ShapeConstraints>>;
}

/** https://smithy.io/2.0/spec/constraint-traits.html */
export interface ShapeConstraints {
  /** The members of a structure that must be there. */
  readonly required?: readonly string[];
  /** The shapes of those members of a structure that have constraints; `element` of a list, `key` and `value` of a map. */
  readonly members?: Readonly<Record<string, string>>;
  readonly element?: string;
  readonly key?: string;
  readonly value?: string;
  readonly enum?: readonly string[];
  /** A regular expression of Java for the whole text. */
  readonly pattern?: string;
  /** Another that matches the same texts, where the pattern would take too long. */
  readonly matches?: string;
  /** Of a number, its value; of a text its characters, of bytes, a list or a map their count. */
  readonly min?: number;
  readonly max?: number;
  /** Errors do not repeat it. */
  readonly sensitive?: boolean;
}
