/** What an account answered, so that two accounts' answers can be compared. */

/** A line for each member of the answer, with its value where it is one of a few; or one line, the error. */
export type Answer = readonly string[];

export async function answerOf(call: () => Promise<unknown>): Promise<Answer> {
  try {
    return [...new Set(members("", await call()))].sort();
  } catch (error) {
    return [errorLine(error)];
  }
}

export const isError = ([line = ""]: Answer) => line.startsWith("error ") || line === notImplemented;

/** The answer was no answer of an AWS service. */
const notImplemented = "not implemented";

function errorLine(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  if (error.name === "SyntaxError" || /not (been|yet) implemented/i.test(error.message))
    return notImplemented;
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  // What the client itself refuses, or cannot send, never reached the account.
  if ($metadata?.httpStatusCode === undefined) throw error;
  return `error ${error.name} ${$metadata.httpStatusCode}`;
}

/** An empty list or map is as good as none. */
function members(path: string, value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => members(`${path}[]`, each));
  if (value instanceof Date || value instanceof Uint8Array || typeof value !== "object") {
    return [`${path}${telling(value)}`];
  }
  return Object.entries(value)
    .filter(([name]) => name !== "$metadata")
    .flatMap(([name, each]) => members(joined(path, name), each));
}

const joined = (path: string, name: string) =>
  path === "" ? name : `${path}.${name.replace(/^[0-9a-f-]{36}$/, "<id>")}`;

/** Names, ids, times and texts differ; what is one of a few values must not. */
function telling(value: unknown): string {
  if (typeof value === "boolean") return ` = ${value}`;
  const isOneOfAFew =
    typeof value === "string" && /^[A-Z][A-Za-z_]{2,40}$/.test(value) && !/^A(SIA|KIA|ROA)/.test(value);
  return isOneOfAFew ? ` = ${value}` : "";
}
