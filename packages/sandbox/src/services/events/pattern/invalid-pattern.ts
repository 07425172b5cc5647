/** A pattern that no event can be matched against. */
export class InvalidPattern extends Error {
  override readonly name = "InvalidPattern";
}
