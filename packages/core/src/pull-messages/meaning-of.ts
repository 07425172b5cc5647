import { withoutLogins } from "../model/login-form.ts";
import { awsMessages, unableToPull } from "./of-aws.ts";
import { networkMessages } from "./of-networks.ts";
import { registryMessages } from "./of-registries.ts";
import type { PullMessage } from "./pull-message.ts";

export { unableToPull };

/** All that are known, in the order in which a line is looked through: AWS's own words quote those of registries. */
export const pullMessages: readonly PullMessage[] = [
  ...awsMessages,
  ...networkMessages,
  ...registryMessages,
  unableToPull,
];

export interface Meaning {
  readonly message: PullMessage;
  /** The line that has the words, without logins; as hostile as what wrote it. */
  readonly line: string;
  /** The kind of policy that decided, where AWS names it. */
  readonly decidedBy: string | undefined;
}

/**
 * What a text says about a pull, most often one line, also a build's whole log: each message once, in the order of the text.
 * Empty if nothing in it is known.
 */
export function meaningOf(text: string): readonly Meaning[] {
  const byLine = meaningsIn(text.split(/\r?\n/));
  const telling = byLine.filter(isTelling);
  if (telling.length > 0) return telling;
  // Terminals and mails break lines where they are full.
  const joined = meaningsIn([text.replaceAll(/\s+/g, " ")]);
  return joined.some(isTelling) || byLine.length === 0 ? joined : byLine;
}

const isTelling = ({ message }: Meaning) => message !== unableToPull;

function meaningsIn(lines: readonly string[]): readonly Meaning[] {
  const found = new Map<string, Meaning>();
  for (const each of lines) {
    const looked = each.slice(0, lineMax);
    const message = pullMessages.find(({ fits }) => fits.test(looked));
    if (message === undefined || found.has(message.id)) continue;
    const line = around(looked, looked.search(message.fits));
    found.set(message.id, { message, line: withoutLogins(line), decidedBy: decidedBy(looked) });
  }
  return [...found.values()];
}

/** Longer than AWS's messages are. */
const lineMax = 10_000;

/** The line, or of a long one what is around the words. */
function around(line: string, index: number): string {
  const trimmed = line.trim();
  if (trimmed.length <= shownMax) return trimmed;
  const start = Math.max(0, index - shownMax / 2);
  return `${start > 0 ? "… " : ""}${line.slice(start, start + shownMax).trim()} …`;
}

const shownMax = 400;

/** "because no identity-based policy allows …", "with an explicit deny in a service control policy". https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function decidedBy(line: string): string | undefined {
  const lacking = /because no (?<kind>[a-z -]{3,40}?)(?: policy)? allows the/i.exec(line)?.groups?.kind;
  if (lacking !== undefined) return `no ${named(lacking)} allows it`;
  const denying = /explicit deny in an? (?<kind>[a-z -]{3,40}?)(?: policy)?(?=$|[^a-z -])/i.exec(line)?.groups
    ?.kind;
  return denying === undefined
    ? undefined
    : `an explicit deny in ${article(named(denying))} ${named(denying)}`;
}

const named = (kind: string) => {
  const word = kind.toLowerCase().trim();
  return word === "permissions boundary" ? word : `${word} policy`;
};

const article = (noun: string) => (/^[aeiou]/.test(noun) ? "an" : "a");
