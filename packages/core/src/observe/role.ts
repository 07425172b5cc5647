import { arnParts, type RoleArn, roleName } from "../model/arn.ts";
import type { Known } from "../model/known.ts";
import type { Reads, RoleRecord } from "../ports.ts";
import { known, knownJson, malformed, parsedJson } from "./reading.ts";
import type { RoleState } from "./snapshot.ts";

interface RoleReading {
  readonly account: string;
  /** The policies that others wrote matter only when the role may be given something. */
  readonly needsPolicies: Promise<boolean>;
}

/** The role as it is, with what may limit it. */
export async function readRole(
  role: RoleArn,
  roles: Reads["roles"],
  { account, needsPolicies }: RoleReading,
): Promise<Known<RoleState>> {
  if (arnParts(role).account !== account) return unknown("it belongs to another account, and was not read");
  const name = roleName(role);
  const [record, inlinePolicies, managedPolicies] = await Promise.all([
    known(() => roles.read(name)),
    known(() => roles.inlinePolicies(name)),
    needsPolicies.then((needed) => (needed ? known(() => roles.managedPolicies(name)) : notRead)),
  ]);
  if (record.kind !== "known") return record;
  // A role of that name under another path: the one that the project names was deleted.
  if (record.value.arn !== role) return { kind: "absent" };
  if (inlinePolicies.kind !== "known") return inlinePolicies;
  const trust = parsedJson(record.value.trust);
  if (trust.kind !== "known") return malformed("its trust policy is not JSON");
  return {
    kind: "known",
    value: {
      arn: record.value.arn,
      name: record.value.name,
      tags: record.value.tags,
      id: record.value.id,
      trust: trust.value,
      boundary: (await needsPolicies) ? await readBoundary(record.value, roles) : notRead,
      ...(record.value.boundaryArn !== undefined && { boundaryArn: record.value.boundaryArn }),
      inlinePolicies: inlinePolicies.value,
      managedPolicies: documentsOf(managedPolicies),
    },
  };
}

const notRead = unknown("it was not read, because the role is to be given nothing");

/** A boundary whose policy is not there forbids, for all that is known, everything. */
async function readBoundary({ boundaryArn }: RoleRecord, roles: Reads["roles"]): Promise<Known<unknown>> {
  if (boundaryArn === undefined) return { kind: "absent" };
  const boundary = await knownJson(() => roles.managedPolicy(boundaryArn));
  return boundary.kind === "absent" ? malformed(`the policy ${boundaryArn} was not found`) : boundary;
}

function documentsOf(texts: Known<ReadonlyMap<string, string>>): Known<ReadonlyMap<string, unknown>> {
  if (texts.kind !== "known") return texts;
  const documents = new Map<string, unknown>();
  for (const [arn, text] of texts.value) {
    const document = parsedJson(text);
    if (document.kind !== "known") return malformed(`the policy ${arn} is not JSON`);
    documents.set(arn, document.value);
  }
  return { kind: "known", value: documents };
}

function unknown(reason: string) {
  return { kind: "unknown", reason } as const;
}
