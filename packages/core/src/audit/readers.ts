/** The reverse: which roles of the account can read and decrypt a registry secret. */
import type { RoleArn, SecretArn } from "../model/arn.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { Circumstances } from "./circumstances.ts";
import { isNamedIn, type Reach, reachOf } from "./reach.ts";
import type { Reader } from "./report.ts";
import { answers, type FoundSecret } from "./sighting.ts";

/** What is asked: the secrets, and for each the roles that need it. */
export interface Readable {
  readonly found: FoundSecret;
  readonly neededBy: ReadonlySet<RoleArn>;
}

/** Role by role, so that each role's policies are unfolded once; by role's ARN. */
export function readersOf(
  secrets: readonly Readable[],
  roles: Iterable<RoleState>,
  circumstances: Circumstances,
): ReadonlyMap<SecretArn, readonly Reader[]> {
  const readers = new Map<SecretArn, Reader[]>(secrets.map(({ found }) => [found.secret.arn, []]));
  const byArn = new Map<string, Readable>(secrets.map((each) => [each.found.secret.arn, each]));
  const withPolicy = secrets.filter(({ found }) => found.resourcePolicy.kind !== "absent");
  for (const role of roles) {
    for (const each of within(reachOf(role), role.arn, { secrets, byArn, withPolicy })) {
      const reader = readerOf(role, each, circumstances);
      if (reader !== undefined) readers.get(each.found.secret.arn)?.push(reader);
    }
  }
  for (const list of readers.values()) list.sort((a, b) => (a.role < b.role ? -1 : 1));
  return readers;
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
      if (patterns.some((pattern) => pattern.test(each.found.secret.arn))) hit.add(each);
    }
  }
  for (const each of withPolicy) {
    if (isNamedIn(each.found.resourcePolicy, role)) hit.add(each);
  }
  return hit;
}

function readerOf(role: RoleState, { found, neededBy }: Readable, circumstances: Circumstances) {
  const { read, decrypt } = answers(role, found, circumstances);
  const asked = decrypt === undefined ? [read] : [read, decrypt];
  if (asked.some(({ verdict }) => verdict.kind === "denied")) return undefined;
  const unknown = asked.flatMap(({ verdict }) => (verdict.kind === "unknown" ? [verdict.why] : []));
  const { identity, resource } = read.layers;
  const by = [identity, resource].flatMap((stance) => (stance.kind === "allows" ? stance.by : []));
  const reader: Reader = {
    role: role.arn,
    state: unknown.length > 0 ? "unknown" : "allowed",
    why: unknown.length > 0 ? unknown.join("; ") : whyAllowed(by),
    by,
    needed: neededBy.has(role.arn),
  };
  return reader;
}

function whyAllowed(by: Reader["by"]): string {
  const policies = [...new Set(by.map(({ policy }) => policy))];
  return policies.join(", ");
}
