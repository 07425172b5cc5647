/** Every role of the account with its policies, a page of many at a time. */
import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  type ManagedPolicyDetail,
  type RoleDetail,
} from "@aws-sdk/client-iam";
import { ifArn, parseRoleArn } from "../model/arn.ts";
import type { Known } from "../model/known.ts";
import { tagsOf } from "../model/tags.ts";
import type { AccountRoles } from "../observe/account/bulk-reads.ts";
import { pagesAlone } from "../observe/account/pages-alone.ts";
import { known, parsedJson } from "../observe/reading.ts";
import type { RoleState } from "../observe/snapshot.ts";
import type { Reads, RoleRecord } from "../ports.ts";
import type { Connection } from "./clients.ts";
import { withAwsErrors } from "./errors.ts";
import { decoded } from "./iam.ts";

/**
 * Roles, and those of the managed policies that limit or allow something.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 * @param oneByOne for what the pages leave out: a policy, or a role made a moment ago
 */
export async function accountRoles(
  connection: Connection,
  region: string,
  oneByOne: Reads["roles"] = pagesAlone,
): Promise<AccountRoles> {
  const client = new IAMClient(connection(region));
  const roles = new Map<string, StoredRole>();
  const policies = new Map<string, string>();
  let Marker: string | undefined;
  do {
    const page = await withAwsErrors(
      { call: "iam:GetAccountAuthorizationDetails", resource: "the account" },
      () =>
        client.send(
          new GetAccountAuthorizationDetailsCommand({
            Filter: ["Role", "LocalManagedPolicy", "AWSManagedPolicy"],
            MaxItems: entitiesPerPage,
            Marker,
          }),
        ),
    );
    for (const role of page.RoleDetailList ?? []) {
      // One that nobody can make out is asked for again by whoever needs it, and is then unknown.
      const stored = ifArn(() => storedRole(role));
      if (stored !== undefined) roles.set(stored.record.name, stored);
    }
    for (const policy of page.Policies ?? []) storePolicy(policy, policies);
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker !== undefined);
  await addMissing(roles, policies, oneByOne);
  return accountOf(roles, policies, oneByOne);
}

/** A thousand is the most that IAM gives; their policies would be megabytes, and slower than a timeout allows. */
const entitiesPerPage = 250;

interface StoredRole {
  readonly record: RoleRecord;
  readonly inline: ReadonlyMap<string, string>;
  readonly attached: readonly string[];
}

function storedRole(role: RoleDetail): StoredRole {
  const inline = (role.RolePolicyList ?? []).map(
    ({ PolicyName = "", PolicyDocument }) => [PolicyName, decoded(PolicyDocument) ?? ""] as const,
  );
  return {
    record: {
      arn: parseRoleArn(role.Arn ?? ""),
      name: role.RoleName ?? "",
      tags: tagsOf(role.Tags),
      id: role.RoleId,
      trust: decoded(role.AssumeRolePolicyDocument) ?? "",
      boundaryArn: role.PermissionsBoundary?.PermissionsBoundaryArn,
    },
    inline: new Map(inline),
    attached: (role.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
  };
}

/** Of each policy in use, the version that counts; up to four others come with it and are dropped. */
function storePolicy(policy: ManagedPolicyDetail, policies: Map<string, string>): void {
  const isInUse = (policy.AttachmentCount ?? 1) + (policy.PermissionsBoundaryUsageCount ?? 1) > 0;
  const current = policy.PolicyVersionList?.find(({ VersionId }) => VersionId === policy.DefaultVersionId);
  const text = decoded(current?.Document);
  if (isInUse && policy.Arn !== undefined && text !== undefined) policies.set(policy.Arn, text);
}

async function addMissing(
  roles: ReadonlyMap<string, StoredRole>,
  policies: Map<string, string>,
  { managedPolicy }: Reads["roles"],
): Promise<void> {
  const named = [...roles.values()].flatMap(({ attached, record }) => [
    ...attached,
    ...(record.boundaryArn === undefined ? [] : [record.boundaryArn]),
  ]);
  for (const arn of new Set(named)) {
    if (policies.has(arn)) continue;
    const text = await known(() => managedPolicy(arn));
    // One that cannot be read is unknown to the roles that have it, and to no other.
    if (text.kind === "known") policies.set(arn, text.value);
  }
}

function accountOf(
  roles: ReadonlyMap<string, StoredRole>,
  policies: ReadonlyMap<string, string>,
  oneByOne: Reads["roles"],
): AccountRoles {
  /** Shared by all roles that have it. */
  const documents = new Map([...policies].map(([arn, text]) => [arn, parsedJson(text)] as const));
  const managedPolicy = async (arn: string) => policies.get(arn) ?? oneByOne.managedPolicy(arn);
  return {
    reads: {
      read: async (name) => roles.get(name)?.record ?? oneByOne.read(name),
      inlinePolicies: async (name) => roles.get(name)?.inline ?? oneByOne.inlinePolicies(name),
      async managedPolicies(name) {
        const role = roles.get(name);
        if (role === undefined) return oneByOne.managedPolicies(name);
        const texts = role.attached.map(async (arn) => entry(arn, await managedPolicy(arn)));
        return new Map((await Promise.all(texts)).flat());
      },
      managedPolicy,
    },
    *states() {
      for (const role of roles.values()) yield stateOf(role, documents);
    },
  };
}

type Documents = ReadonlyMap<string, Known<unknown>>;

function stateOf({ record, inline, attached }: StoredRole, documents: Documents): RoleState {
  const trust = parsedJson(record.trust);
  const { boundaryArn } = record;
  return {
    arn: record.arn,
    name: record.name,
    tags: record.tags,
    id: record.id,
    trust: trust.kind === "known" ? trust.value : undefined,
    boundary: boundaryArn === undefined ? { kind: "absent" } : documentOf(boundaryArn, documents),
    ...(boundaryArn !== undefined && { boundaryArn }),
    inlinePolicies: inline,
    managedPolicies: managedOf(attached, documents),
  };
}

function managedOf(attached: readonly string[], documents: Documents): RoleState["managedPolicies"] {
  const managed = new Map<string, unknown>();
  for (const arn of attached) {
    const document = documentOf(arn, documents);
    if (document.kind === "unknown") return document;
    if (document.kind === "known") managed.set(arn, document.value);
  }
  return { kind: "known", value: managed };
}

function documentOf(arn: string, documents: Documents): Known<unknown> {
  return documents.get(arn) ?? { kind: "unknown", reason: `the policy ${arn} was not found` };
}

function entry(arn: string, text: string | undefined): readonly (readonly [string, string])[] {
  return text === undefined ? [] : [[arn, text]];
}
