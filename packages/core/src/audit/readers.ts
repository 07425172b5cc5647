/** The reverse: which roles of the account can read and decrypt a registry secret. */
import type { RoleArn, SecretArn } from "../model/arn.ts";
import type { RoleState } from "../observe/snapshot.ts";
import { verdictOn } from "./access-answer.ts";
import type { Circumstances } from "./circumstances.ts";
import { questions } from "./questions.ts";
import { isNamedIn, type Reach, reachOf } from "./reach.ts";
import type { Reader } from "./report.ts";
import type { FoundSecret } from "./sighting.ts";

/** What is asked: the secrets, and for each the roles that need it. */
export interface Readable {
  readonly found: FoundSecret;
  readonly neededBy: ReadonlySet<RoleArn>;
}

export interface Readers {
  /** By secret; by role's ARN. Of those that read everything only those that need the secret. */
  readonly bySecret: ReadonlyMap<SecretArn, readonly Reader[]>;
  /** Roles that can read every one of the secrets, if there are several; by role's ARN. */
  readonly ofEverything: readonly Reader[];
}

/** Role by role, so that each role's policies are unfolded once. */
export function readersOf(
  secrets: readonly Readable[],
  roles: Iterable<RoleState>,
  circumstances: Circumstances,
): Readers {
  const bySecret = new Map<SecretArn, Reader[]>(secrets.map(({ found }) => [found.secret.arn, []]));
  const byArn = new Map<string, Readable>(secrets.map((each) => [each.found.secret.arn, each]));
  const withPolicy = secrets.filter(({ found }) => found.resourcePolicy.kind !== "absent");
  const ofEverything: Reader[] = [];
  for (const role of roles) {
    const readable = within(reachOf(role), role.arn, { secrets, byArn, withPolicy });
    const readings = readingsOf(role, readable, circumstances);
    const [first] = readings;
    const isOfEverything =
      secrets.length > 1 &&
      readings.length === secrets.length &&
      readings.every(({ reader }) => reader.state === "allowed");
    if (isOfEverything && first !== undefined) ofEverything.push({ ...first.reader, needed: false });
    for (const { secret, reader } of readings) {
      if (!isOfEverything || reader.needed) bySecret.get(secret)?.push(reader);
    }
  }
  const inOrder = (list: Reader[]) => list.sort((a, b) => (a.role < b.role ? -1 : 1));
  for (const list of bySecret.values()) inOrder(list);
  return { bySecret, ofEverything: inOrder(ofEverything) };
}

interface Reading {
  readonly secret: SecretArn;
  readonly reader: Reader;
}

function readingsOf(
  role: RoleState,
  secrets: Iterable<Readable>,
  circumstances: Circumstances,
): readonly Reading[] {
  return [...secrets].flatMap((each) => {
    const reader = readerOf(role, each, circumstances);
    return reader === undefined ? [] : [{ secret: each.found.secret.arn, reader }];
  });
}

interface Lookup {
  readonly secrets: readonly Readable[];
  readonly byArn: ReadonlyMap<string, Readable>;
  readonly withPolicy: readonly Readable[];
}

function within(reach: Reach, role: RoleArn, { secrets, byArn, withPolicy }: Lookup): Iterable<Readable> {
  if (reach.kind === "every") return secrets;
  const { exact, patterns } = reach;
  const hit = new Set(exact.flatMap((arn) => byArn.get(arn) ?? []));
  if (patterns.length > 0) {
    for (const each of secrets) {
      if (patterns.some((fits) => fits(each.found.secret.arn))) hit.add(each);
    }
  }
  for (const each of withPolicy) {
    if (isNamedIn(each.found.resourcePolicy, role)) hit.add(each);
  }
  return hit;
}

function readerOf(
  role: RoleState,
  { found, neededBy }: Readable,
  circumstances: Circumstances,
): Reader | undefined {
  const { read, decrypt } = questions(role, found, circumstances);
  const reading = verdictOn(read);
  if (reading.verdict.kind === "denied") return undefined;
  const asked = decrypt === undefined ? [reading] : [reading, verdictOn(decrypt)];
  if (asked.some(({ verdict }) => verdict.kind === "denied")) return undefined;
  const unknown = asked.flatMap(({ verdict }) => (verdict.kind === "unknown" ? [verdict.why] : []));
  const by = reading.by.filter(({ layer }) => layer === "identity" || layer === "resource");
  return {
    role: role.arn,
    state: unknown.length > 0 ? "unknown" : "allowed",
    why: unknown.length > 0 ? unknown.join("; ") : [...new Set(by.map(({ policy }) => policy))].join(", "),
    by,
    needed: neededBy.has(role.arn),
  };
}
