/** Principals that a policy names by the ids of identities: so AWS shows those that were deleted. */
import { isJsonObject } from "../../model/json.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export function goneIdentities(document: unknown): readonly string[] {
  const statements: readonly unknown[] = isJsonObject(document) ? [document.Statement].flat() : [];
  const names = statements.flatMap((statement) => {
    if (!isJsonObject(statement)) return [];
    const elements = [statement.Principal, statement.NotPrincipal].filter(isJsonObject);
    return elements.flatMap(({ AWS }): readonly unknown[] => [AWS].flat());
  });
  const isId = (name: unknown) => typeof name === "string" && /^A(?:ROA|IDA)\w+$/.test(name);
  return [...new Set(names.filter(isId).map(String))];
}
