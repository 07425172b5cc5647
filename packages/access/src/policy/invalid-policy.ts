/** The document is not a policy; the message says where and what was expected. */
export class InvalidPolicy extends Error {
  override readonly name = "InvalidPolicy";
}
