import { malformedPolicy } from "./errors.ts";
import { required } from "./names.ts";

/** What the document is for: it decides which members a statement has. */
export type DocumentKind = "identity" | "trust";

/**
 * The policy's text, if it is one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws MalformedPolicyDocumentException
 */
export function readDocument(member: string, text: string | undefined, kind: DocumentKind): string {
  const document = required(member, text);
  const policy = parse(document);
  requireVersion(policy);
  for (const statement of statementsOf(policy)) requireMembers(statement, kind);
  return document;
}

/** Quotas count characters without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function sizeOf(document: string): number {
  return document.replace(/\s/g, "").length;
}

/** Documents in replies are URL-encoded by RFC 3986. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parse(document: string): object {
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    throw malformedPolicy("This policy contains invalid Json");
  }
  throw malformedPolicy("Syntax errors in policy.");
}

const versions: readonly unknown[] = ["2012-10-17", "2008-10-17", undefined];

function requireVersion(policy: object): void {
  const version: unknown = "Version" in policy ? policy.Version : undefined;
  if (!versions.includes(version)) throw malformedPolicy("The policy must contain a valid version string");
}

function statementsOf(policy: object): readonly object[] {
  const statements: unknown = "Statement" in policy ? policy.Statement : undefined;
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.map((statement) => {
    if (typeof statement === "object" && statement !== null) return statement;
    throw malformedPolicy("Syntax errors in policy.");
  });
}

function requireMembers(statement: object, kind: DocumentKind): void {
  const effect: unknown = "Effect" in statement ? statement.Effect : undefined;
  if (effect !== "Allow" && effect !== "Deny") throw malformedPolicy("Syntax errors in policy.");
  const has = (...names: string[]) => names.some((name) => name in statement);
  if (!has("Action", "NotAction")) throw malformedPolicy("Policy statement must contain actions.");
  if (kind === "identity") {
    if (has("Principal", "NotPrincipal"))
      throw malformedPolicy("Policy document should not specify a principal.");
    if (!has("Resource", "NotResource")) throw malformedPolicy("Policy statement must contain resources.");
    return;
  }
  if (has("Resource", "NotResource")) throw malformedPolicy("Has prohibited field Resource");
  if (!has("Principal", "NotPrincipal")) throw malformedPolicy("Missing required field Principal");
}
