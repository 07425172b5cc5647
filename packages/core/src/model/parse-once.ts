/** JSON of which the same text comes again and again: the policies of an account's roles. */

/**
 * The same text is the same object, so that whoever remembers what a document says need not read its equal. Nobody may change it.
 * @throws SyntaxError
 */
export function parseOnce(text: string): unknown {
  const known = recent.get(text) ?? older.get(text);
  const parsed = known ?? { value: JSON.parse(text) as unknown };
  if (!recent.has(text)) keep(text, parsed);
  return parsed.value;
}

interface Parsed {
  readonly value: unknown;
}

/** What was asked for lately stays: of an account of any size, no more texts than twice these. */
const textsKept = 500;
let recent = new Map<string, Parsed>();
let older: ReadonlyMap<string, Parsed> = new Map();

function keep(text: string, parsed: Parsed): void {
  if (recent.size === textsKept) {
    older = recent;
    recent = new Map();
  }
  recent.set(text, parsed);
}
