/** The organization of an account, and the service control policies above it. https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
import type { NamedPolicy } from "@pullpass/access";
import { AwsFailure, Refused, Unavailable } from "../errors.ts";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import { globalRegionOf, isPartition } from "../model/partition.ts";
import { onlyOnce, parsedJson } from "../observe/reading.ts";
import type { Organization } from "../ports.ts";
import { allPages } from "./pages.ts";
import type { SignedJson } from "./signed-json.ts";

interface Member {
  readonly account: string;
  readonly partition: string;
}

/** What both questions begin with is asked once. */
export function organizationOf(call: SignedJson, member: Member): Organization {
  const ask = asker(call, member);
  const described = onlyOnce(() => describe(ask));
  return {
    id: async () => idOf(await described(), member),
    serviceControl: async () => serviceControlPolicies(await described(), member, ask),
  };
}

/**
 * One list a level, from the root to the account; `undefined` where none applies: the account is in no organization,
 * manages it, or its organization does not use them. Only the management account and delegated administrators may look.
 * @throws AccessDenied for all others
 */
async function serviceControlPolicies(
  organization: JsonObject | undefined,
  { account }: Member,
  ask: Ask,
): Promise<readonly (readonly NamedPolicy[])[] | undefined> {
  // "SCPs don't affect users or roles in the management account." https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
  if (organization === undefined || organization.MasterAccountId === account) return undefined;
  const ids = await fromRoot(account, ask);
  const levels: (readonly NamedPolicy[])[] = [];
  for (const id of ids) levels.push(await attachedTo(id, ask));
  // Every level has a policy at least while the organization uses them.
  return levels.every((level) => level.length === 0) ? undefined : levels;
}

/**
 * `o-…`, for `aws:PrincipalOrgID`; `undefined` for an account in no organization. Every account of an organization may ask,
 * as far as its own policies let it: https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
 * @throws Unavailable if AWS does not say it
 */
function idOf(organization: JsonObject | undefined, { account }: Member): string | undefined {
  if (organization === undefined) return undefined;
  const { Id } = organization;
  if (typeof Id === "string") return Id;
  throw new Unavailable(
    { call: "organizations:DescribeOrganization", resource: `the organization of ${account}` },
    new Error("it has no id"),
  );
}

type Ask = (operation: string, input: JsonObject) => Promise<JsonObject>;

function asker(call: SignedJson, { account, partition }: Member): Ask {
  return async (operation, input) => {
    const resource = `the organization of ${account}`;
    if (!isPartition(partition)) {
      const unknown = new Error(`${partition} is no partition that is known`);
      throw new Refused({ call: `organizations:${operation}`, resource }, unknown);
    }
    return call({
      service: "organizations",
      region: globalRegionOf(partition),
      operation,
      path: "/",
      target: `AWSOrganizationsV20161128.${operation}`,
      contentType: "application/x-amz-json-1.1",
      resource,
      input,
    });
  };
}

/** @throws AccessDenied */
async function describe(ask: Ask): Promise<JsonObject | undefined> {
  try {
    const { Organization } = await ask("DescribeOrganization", {});
    return isJsonObject(Organization) ? Organization : undefined;
  } catch (error) {
    const isNone =
      error instanceof AwsFailure &&
      error.cause instanceof Error &&
      error.cause.name === "AWSOrganizationsNotInUseException";
    if (isNone) return undefined;
    throw error;
  }
}

/** Organizational units nest five deep. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const levelsMax = 10;

async function fromRoot(account: string, ask: Ask): Promise<readonly string[]> {
  const path = [account];
  for (let child = account; path.length < levelsMax; child = path[0] ?? account) {
    const { Parents } = await ask("ListParents", { ChildId: child });
    const [parent] = objectsIn(Parents);
    if (typeof parent?.Id !== "string") break;
    path.unshift(parent.Id);
    if (parent.Type === "ROOT") break;
  }
  return path;
}

async function attachedTo(TargetId: string, ask: Ask): Promise<readonly NamedPolicy[]> {
  const Filter = "SERVICE_CONTROL_POLICY";
  const attached = await allPages(async (NextToken) => {
    const page = await ask("ListPoliciesForTarget", { TargetId, Filter, ...(NextToken && { NextToken }) });
    return {
      items: objectsIn(page.Policies),
      next: typeof page.NextToken === "string" ? page.NextToken : undefined,
    };
  });
  return Promise.all(attached.map((summary) => read(summary, ask)));
}

/** One whose content is not JSON is unknown to the evaluator, as any invalid policy is. */
async function read({ Id, Name }: JsonObject, ask: Ask): Promise<NamedPolicy> {
  const { Policy } = await ask("DescribePolicy", { PolicyId: Id });
  const content = isJsonObject(Policy) && typeof Policy.Content === "string" ? Policy.Content : "";
  const document = parsedJson(content);
  return {
    name: `${String(Name)} (${String(Id)})`,
    document: document.kind === "known" ? document.value : undefined,
  };
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
