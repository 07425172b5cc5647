/** Names that AWS gives when something is made, and that no file tells. */
import type { Choose } from "../worlds/worlds.ts";
import type { Home } from "./declared.ts";

/** A name that is no other's: CloudFormation's own begin with the stack's name and end at random. */
export function generatedName(id: string): string {
  return `${asName(id).slice(-generatedMax)}${generatedEnd}`;
}

/** With what is behind it, as long as a role's name may be. */
const generatedMax = 48;

const generatedEnd = "-made-by-aws";

export function isGenerated(name: string): boolean {
  return name.endsWith(generatedEnd);
}

/** Of a text that has such names, with what the file calls the things. */
export function withoutGenerated(text: string): string {
  return text.replaceAll(generatedEnd, "");
}

/** Of what the file calls something what a name may have. */
export function asName(id: string): string {
  return id.replaceAll(/[^\w-]+/g, "-").replaceAll(/^[-_]+|-+$/g, "") || "unnamed";
}

/**
 * The six characters at the end of a secret's ARN: those that a file writes, for the secret may be there already, or any.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
export function suffixOf(name: string, texts: string, choose: Choose): string {
  const written = new Set<string>();
  const start = `:secret:${name}-`;
  for (let at = texts.indexOf(start); at >= 0; at = texts.indexOf(start, at + 1)) {
    const from = at + start.length;
    const [suffix] = /^[A-Za-z0-9]{6}(?![\w-])/.exec(texts.slice(from, from + 7)) ?? [];
    if (suffix !== undefined) written.add(suffix);
  }
  const candidates = [...written, anySuffix];
  if (candidates.length === 1) return anySuffix;
  const reason = `the last six characters of the ARN of the secret ${name}`;
  return candidates[choose({ key: `suffix ${name}`, ways: candidates.length, reason })] ?? anySuffix;
}

/** Of a secret that is made: a name that Secrets Manager would refuse has a form that it takes. */
export function secretArn({ partition, region, account }: Home, name: string, suffix: string): string {
  const form = name.replaceAll(/[^A-Za-z0-9/_+=.@!-]/g, "-").slice(0, 500) || "unnamed";
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${form}-${suffix}`;
}

/** Of a key that is made. */
export function keyIdOf(id: string): string {
  return `key-of-${id.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;
}

/** Stands for a suffix that no file tells. */
const anySuffix = "AnySfx";
