/** A credential that is no reference to a secret, in words for a person. */

type CredentialForm =
  | "empty"
  | "spaces"
  | "quotes"
  | "placeholder"
  | "variable-suffix"
  | "wildcard"
  | "partition"
  | "broken-arn"
  | "other-arn"
  | "ssm-parameter"
  | "console-address"
  | "web-address"
  | "prefix"
  | "arn-end"
  | "other-store"
  | "key"
  | "image"
  | "json"
  | "name-too-long"
  | "characters"
  | "unrecognised";

export interface Misuse {
  readonly form: CredentialForm;
  /** What it is, as a noun with its article: "an ARN with …". */
  readonly what: string;
  /** What to give instead, as an imperative without a full stop. */
  readonly wanted: string;
  /** The reference that was likely meant; read as a reference, in the project's partition. */
  readonly likely: string | undefined;
}

/** Where the project is: a name is looked up there, and no ARN of another partition is. */
export interface ReferencePlace {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}
