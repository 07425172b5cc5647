/** What can be wrong with how an image is written. */
export type MistakeForm =
  | "empty"
  | "login"
  | "web-page"
  | "login-address"
  | "spaces"
  | "line-break"
  | "quotes"
  | "command"
  | "scheme"
  | "arn"
  | "placeholder"
  | "query"
  | "user"
  | "port"
  | "tag"
  | "digest"
  | "slashes"
  | "upper-case"
  | "host"
  | "image-id"
  | "several"
  | "grammar";

export interface Mistake {
  readonly form: MistakeForm;
  /** A clause about the image: "begins with …". */
  readonly what: string;
  /** The text without this mistake: it may hold others. */
  readonly rest: string | undefined;
}
