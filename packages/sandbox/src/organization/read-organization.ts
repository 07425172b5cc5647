/** An organization from a file: what is wrong with it is told with its place, all at once. */

import { InvalidPolicy, parsePolicy } from "@pullpass/access";
import { isObject } from "../is-object.ts";
import {
  accountsBelow,
  fullAccess,
  type LevelDefinition,
  type OrganizationDefinition,
} from "./definition.ts";

/** The definition does not describe an organization; `faults` says where, and what is expected there. */
export class InvalidOrganization extends Error {
  override readonly name = "InvalidOrganization";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/** @throws InvalidOrganization */
export function readOrganization(value: unknown): OrganizationDefinition {
  const faults = [...formFaults(value)];
  if (faults.length > 0) throw new InvalidOrganization(faults);
  const definition = value as OrganizationDefinition;
  const contradictions = [...accountFaults(definition)];
  if (contradictions.length > 0) throw new InvalidOrganization(contradictions);
  return definition;
}

type Faults = Iterable<string>;
type Members = Readonly<Record<string, unknown>>;

function* formFaults(value: unknown): Faults {
  if (!isObject(value)) return yield "the organization: it is a JSON object with managementAccount and root";
  const known = ["id", "managementAccount", "delegatedAdministrators", "policies", "root"];
  yield* unknownMembers(value, "", known);
  yield* textFault(
    value.id,
    "id",
    /^o-[a-z0-9]{10,32}$/,
    "an id is o- and 10 to 32 small letters and digits",
  );
  yield* accountFault(value.managementAccount, "managementAccount");
  for (const [item, path] of itemsOf(value.delegatedAdministrators, "delegatedAdministrators")) {
    yield* accountFault(item, path);
  }
  yield* listFault(value.delegatedAdministrators, "delegatedAdministrators");
  yield* policyFaults(value.policies);
  const names = [fullAccess, ...(isObject(value.policies) ? Object.keys(value.policies) : [])];
  if (value.root !== undefined) yield* rootFaults(value.root, names);
}

function* policyFaults(policies: unknown): Faults {
  if (policies === undefined) return;
  if (!isObject(policies)) return yield "policies: it is an object of policy documents by name";
  for (const [name, document] of Object.entries(policies)) {
    const path = `policies.${name}`;
    if (name === fullAccess) yield `${path}: that name is AWS's own policy, which is always there`;
    else yield* documentFault(document, path);
  }
}

/**
 * A service control policy is an identity policy in form, and says which resources.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 */
function* documentFault(document: unknown, path: string): Faults {
  try {
    const { statements } = parsePolicy(document);
    for (const [index, { principals, resources }] of statements.entries()) {
      const place = `${path}, statement ${index + 1}`;
      if (principals !== undefined) yield `${place}: a service control policy names no principal`;
      if (resources === undefined) yield `${place}: it has no Resource`;
    }
  } catch (error) {
    if (!(error instanceof InvalidPolicy)) throw error;
    yield `${path}: it is no policy: ${error.message}`;
  }
}

function* rootFaults(root: unknown, policies: readonly string[]): Faults {
  if (!isObject(root)) return yield "root: it is an object with policies, accounts and units";
  yield* unknownMembers(root, "root.", ["id", "policies", "accounts", "units"]);
  yield* textFault(
    root.id,
    "root.id",
    /^r-[a-z0-9]{4,32}$/,
    "an id is r- and 4 to 32 small letters and digits",
  );
  yield* contentFaults(root, "root", policies, 0);
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const deepestUnit = 5;

function* unitFaults(unit: unknown, path: string, policies: readonly string[], depth: number): Faults {
  if (!isObject(unit)) return yield `${path}: it is an object with name, policies, accounts and units`;
  if (depth > deepestUnit) return yield `${path}: units nest ${deepestUnit} deep at most`;
  yield* unknownMembers(unit, `${path}.`, ["id", "name", "policies", "accounts", "units"]);
  const form = /^ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$/;
  yield* textFault(
    unit.id,
    `${path}.id`,
    form,
    "an id is ou-, 4 to 32 and - and 8 to 32 small letters and digits",
  );
  if (typeof unit.name !== "string" || unit.name === "") yield `${path}.name: a unit has a name`;
  yield* contentFaults(unit, path, policies, depth);
}

function* contentFaults(level: Members, path: string, policies: readonly string[], depth: number): Faults {
  yield* attachedFaults(level.policies, `${path}.policies`, policies);
  for (const member of ["accounts", "units"]) yield* listFault(level[member], `${path}.${member}`);
  for (const [item, place] of itemsOf(level.accounts, `${path}.accounts`)) {
    yield* memberFaults(item, place, policies);
  }
  for (const [item, place] of itemsOf(level.units, `${path}.units`)) {
    yield* unitFaults(item, place, policies, depth + 1);
  }
}

function* memberFaults(account: unknown, path: string, policies: readonly string[]): Faults {
  if (!isObject(account)) return yield `${path}: it is an object with id, name and policies`;
  yield* unknownMembers(account, `${path}.`, ["id", "name", "policies"]);
  yield* accountFault(account.id, `${path}.id`);
  yield* textFault(account.name, `${path}.name`, /./, "a name is a text");
  yield* attachedFaults(account.policies, `${path}.policies`, policies);
}

/** AWS refuses to detach the last policy: https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html */
function* attachedFaults(attached: unknown, path: string, policies: readonly string[]): Faults {
  yield* listFault(attached, path);
  if (Array.isArray(attached) && attached.length === 0) {
    yield `${path}: at least one policy is attached; leave it out for ${fullAccess}`;
  }
  for (const [name, place] of itemsOf(attached, path)) {
    if (!policies.some((known) => known === name)) {
      yield `${place}: there is no policy ${JSON.stringify(name)}; there is ${policies.join(", ")}`;
    }
  }
}

function* accountFaults(definition: OrganizationDefinition): Faults {
  const { root = {}, managementAccount, delegatedAdministrators = [] } = definition;
  const listed = accountsBelow(root);
  const twice = new Set(listed.filter((account, index) => listed.indexOf(account) !== index));
  for (const account of twice) yield `root: account ${account} is listed more than once`;
  for (const [index, account] of delegatedAdministrators.entries()) {
    if (account === managementAccount || !listed.includes(account)) {
      yield `delegatedAdministrators[${index}]: ${account} is no member account of the organization`;
    }
  }
  const names = unitNames(root, "root");
  for (const name of names.filter((each, index) => names.indexOf(each) !== index)) {
    yield `${name}: two units beside each other have this name`;
  }
}

function unitNames({ units = [] }: LevelDefinition, path: string): readonly string[] {
  return units.flatMap((unit) => [`${path}/${unit.name}`, ...unitNames(unit, `${path}/${unit.name}`)]);
}

function* unknownMembers(value: Members, prefix: string, known: readonly string[]): Faults {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) yield `${prefix}${name}: it is not known here; known are ${known.join(", ")}`;
  }
}

function* accountFault(value: unknown, path: string): Faults {
  const isAccount = typeof value === "string" && /^\d{12}$/.test(value);
  if (!isAccount) yield `${path}: an account is a text of twelve digits`;
}

function* textFault(value: unknown, path: string, form: RegExp, expected: string): Faults {
  if (value !== undefined && (typeof value !== "string" || !form.test(value))) yield `${path}: ${expected}`;
}

function* listFault(value: unknown, path: string): Faults {
  if (value !== undefined && !Array.isArray(value)) yield `${path}: it is a list`;
}

function itemsOf(value: unknown, path: string): readonly (readonly [item: unknown, path: string])[] {
  return Array.isArray(value) ? value.map((item, index) => [item, `${path}[${index}]`] as const) : [];
}
