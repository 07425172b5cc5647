/** An organization as its accounts are in it: the tree, and the service control policies on it. */
import type { NamedPolicy } from "@pullpass/access";
import type { Ids, Sandbox } from "../sandbox.ts";
import {
  type AccountDefinition,
  accountsBelow,
  fullAccess,
  type LevelDefinition,
  type OrganizationDefinition,
  type UnitDefinition,
} from "./definition.ts";
import type { Organization, OrganizationNode, ServiceControlPolicy } from "./model.ts";

/** The organization that the account is in. */
export function organizationOf({ organization }: Sandbox, account: string): Organization | undefined {
  return organization?.nodes.has(account) ? organization : undefined;
}

/**
 * The service control policies that bind the account, one list a level from the root on; none for the management account:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function serviceControlOf(sandbox: Sandbox, account: string): readonly (readonly NamedPolicy[])[] {
  const organization = organizationOf(sandbox, account);
  if (!organization || organization.managementAccount === account) return [];
  return pathTo(organization, account).map(({ attached }) => attached);
}

/** From the root to the account. */
export function pathTo({ nodes }: Organization, id: string): readonly OrganizationNode[] {
  const path: OrganizationNode[] = [];
  for (let node = nodes.get(id); node; node = node.parent) path.unshift(node);
  return path;
}

/** The organization with its ids; those that the definition leaves out follow from the seed. */
export function makeOrganization(
  definition: OrganizationDefinition,
  { partition, ids, created }: { readonly partition: string; readonly ids: Ids; readonly created: Date },
): Organization {
  const { id = `o-${ids.text(10, idAlphabet)}`, managementAccount, root = {} } = definition;
  const prefix = `arn:${partition}:organizations::${managementAccount}`;
  const policies = policiesOf(definition, `${prefix}:policy/${id}`, partition, ids);
  const builder = treeBuilder({ prefix, id, ids, policies });
  builder.addRoot(withManagementAccount(root, managementAccount));
  return {
    id,
    arn: `${prefix}:organization/${id}`,
    managementAccount,
    delegatedAdministrators: definition.delegatedAdministrators ?? [],
    created,
    nodes: builder.nodes,
    policies: new Map([...policies.values()].map((policy) => [policy.id, policy])),
  };
}

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

function withManagementAccount(root: LevelDefinition, id: string): LevelDefinition {
  if (accountsBelow(root).includes(id)) return root;
  return { ...root, accounts: [{ id, name: "Management" }, ...(root.accounts ?? [])] };
}

/** By name. */
function policiesOf(
  { policies = {} }: OrganizationDefinition,
  prefix: string,
  partition: string,
  ids: Ids,
): ReadonlyMap<string, ServiceControlPolicy> {
  const own = Object.entries(policies).map(([name, document]) => {
    const id = `p-${ids.text(8, idAlphabet)}`;
    return { id, arn: `${prefix}/service_control_policy/${id}`, name, isAwsManaged: false, document };
  });
  const everything = {
    id: `p-${fullAccess}`,
    arn: `arn:${partition}:organizations::aws:policy/service_control_policy/p-${fullAccess}`,
    name: fullAccess,
    isAwsManaged: true,
    document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  };
  return new Map([everything, ...own].map((policy) => [policy.name, policy]));
}

interface Tree {
  readonly prefix: string;
  readonly id: string;
  readonly ids: Ids;
  readonly policies: ReadonlyMap<string, ServiceControlPolicy>;
}

function treeBuilder({ prefix, id, ids, policies }: Tree) {
  const nodes = new Map<string, OrganizationNode>();
  const add = (node: Omit<OrganizationNode, "attached">, names: readonly string[] = [fullAccess]) => {
    const attached = names.flatMap((name) => policies.get(name) ?? []);
    const added = { ...node, attached };
    nodes.set(node.id, added);
    return added;
  };
  const addContent = ({ accounts = [], units = [] }: LevelDefinition, parent: OrganizationNode) => {
    for (const account of accounts) addAccount(account, parent);
    for (const unit of units) addUnit(unit, parent);
  };
  const addAccount = (
    { id: account, name = account, policies: names }: AccountDefinition,
    parent: OrganizationNode,
  ) => {
    add({ kind: "ACCOUNT", id: account, arn: `${prefix}:account/${id}/${account}`, name, parent }, names);
  };
  const addUnit = (unit: UnitDefinition, parent: OrganizationNode) => {
    const [root = parent] = nodes.values();
    const unitId = unit.id ?? `ou-${root.id.slice(2)}-${ids.text(8, idAlphabet)}`;
    const arn = `${prefix}:ou/${id}/${unitId}`;
    const { name, policies: names } = unit;
    addContent(unit, add({ kind: "ORGANIZATIONAL_UNIT", id: unitId, arn, name, parent }, names));
  };
  return {
    nodes,
    addRoot(root: LevelDefinition) {
      const rootId = root.id ?? `r-${ids.text(4, idAlphabet)}`;
      const arn = `${prefix}:root/${id}/${rootId}`;
      addContent(
        root,
        add({ kind: "ROOT", id: rootId, arn, name: "Root", parent: undefined }, root.policies),
      );
    },
  };
}
