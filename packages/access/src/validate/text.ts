/** The document as JSON; empty for what JSON cannot hold, which no service ever sent. */
export function textOf(document: unknown): string {
  try {
    return JSON.stringify(document) ?? "";
  } catch {
    return "";
  }
}
