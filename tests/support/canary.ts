/** What every password in the tests' accounts has in it, and in which forms it could be told. */

/** In no other text: who finds it in an output has found a secret's value. */
export const canary = "canary-";

/** The second is what a case says that it holds: `tests/cases/README.md`. */
const marks = [canary, "s3cr3t"];

const forms = marks.flatMap((mark) => [
  mark,
  ...[0, 1, 2].map((before) => base64Inside(mark, before)),
  Buffer.from(mark).toString("hex"),
  Buffer.from(mark).toString("hex").toUpperCase(),
]);

const anyForm = new RegExp(forms.join("|"));

/** Whether it is found wherever it is told. */
export function isLookedFor(password: string): boolean {
  return marks.some((mark) => password.includes(mark));
}

/** The plain text, base64 wherever in a longer text it stands, or hexadecimal, with what is around it; `undefined` where there is none. */
export function valueIn(text: string): string | undefined {
  const at = text.search(anyForm);
  return at === -1 ? undefined : text.slice(Math.max(0, at - 80), at + 40);
}

/** The characters that say nothing of what stands before or after. */
function base64Inside(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  return bytes.toString("base64").slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
