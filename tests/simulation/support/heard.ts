/** What pullpass says of findings on the bus, against those that are open. */
import type { Account } from "./account.ts";

/** Of a notice on the bus. */
interface Told {
  readonly rule?: string;
  readonly state?: string;
  readonly subject?: { readonly name?: string; readonly arn?: string };
}

/** An item of the ledger. */
type Texts = Readonly<Record<string, string>>;

/** The last word of each finding is that it is open, where it is, and that it is closed where it is not. */
export function unheardFindings(open: readonly Texts[], { delivery }: Account): readonly string[] {
  const last = new Map<string, string | undefined>();
  for (const { source, detail } of delivery.events) {
    const { rule, state, subject } = detail as Told;
    if (source === "pullpass" && rule !== undefined)
      last.set(`${rule} of ${subject?.name ?? subject?.arn}`, state);
  }
  const isOpen = new Set(open.map(({ pk = "", sk = "" }) => `${after(sk)} of ${after(after(pk))}`));
  return [
    ...[...isOpen]
      .filter((finding) => (last.get(finding) ?? "closed") === "closed")
      .map((finding) => `${finding} is open, and nobody heard of it`),
    ...[...last]
      .filter(([finding, state]) => state !== "closed" && !isOpen.has(finding))
      .map(([finding]) => `${finding} is told as open, and is not`),
  ];
}

/** Of the parts of a key, all after the first. */
const after = (key: string) => key.slice(key.indexOf("#") + 1);
