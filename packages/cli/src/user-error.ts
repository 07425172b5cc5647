/** Something that the person can put right: one line of what went wrong, and one of what to do. */
export class UserError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UserError";
    this.remedy = remedy;
  }
}

/** The command, as it was given, asks for nothing that can be done. */
export class UsageError extends UserError {}

/** What was shown is still to be done, because nobody agreed to it as it is now. */
export class NotAgreed extends UserError {}

/** What was named does not exist. */
export class NotThere extends UserError {}
