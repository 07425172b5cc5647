/** The reverse: which roles of the account can read and decrypt a registry secret. */

import {
  type Access,
  type Decision,
  type Dependency,
  type PolicySet,
  type Principal,
  whoCan,
} from "@pullpass/access";
import type { RoleArn, SecretArn } from "@pullpass/core";
import {
  type Asker,
  asFarAsRead,
  decisionOn,
  decryptQuestion,
  dependencyText,
  type FoundSecret,
  identityOf,
  layerOf,
  type OrganizationState,
  principalOf,
  type RoleState,
  readQuestion,
  statementRef,
} from "@pullpass/core/parts";
import { secretClass, selectionFor } from "./alike.ts";
import type { RoleWithAccess } from "./report.ts";

/** What is asked: the secrets, and for each the roles that need it. */
export interface Readable {
  readonly found: FoundSecret;
  readonly neededBy: ReadonlySet<RoleArn>;
}

export interface Readers {
  /** By secret; by role's ARN. Of those that read everything only those that need the secret. */
  readonly bySecret: ReadonlyMap<SecretArn, readonly RoleWithAccess[]>;
  /** Roles that can read every one of the secrets, if there are several; by role's ARN. */
  readonly ofEverything: readonly RoleWithAccess[];
}

/** What is the same for every role. */
export interface AccountSurroundings {
  readonly organization: OrganizationState;
  /** ISO 8601. */
  readonly at: string;
  /** Those that were looked at. */
  readonly projectsOf: (role: RoleArn) => readonly ReadingProject[];
}

/** A project that may read with its role. */
export type ReadingProject = NonNullable<Asker["project"]>;

/** A role with what it can read. */
interface RoleReading {
  readonly secret: SecretArn;
  readonly reader: RoleWithAccess;
}

/** Role by role, so that each role's policies are unfolded once. */
export function readersOf(
  secrets: readonly Readable[],
  roles: Iterable<RoleState>,
  around: AccountSurroundings,
): Readers {
  const bySecret = new Map<SecretArn, RoleWithAccess[]>(secrets.map(({ found }) => [found.secret.arn, []]));
  const ofEverything: RoleWithAccess[] = [];
  for (const readings of byRole(readingsOf(secrets, roles, around))) {
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
  const inOrder = (list: RoleWithAccess[]) => list.sort((a, b) => (a.role < b.role ? -1 : 1));
  for (const list of bySecret.values()) inOrder(list);
  return { bySecret, ofEverything: inOrder(ofEverything) };
}

/** Readings come role by role. */
function* byRole(readings: Iterable<RoleReading>): Iterable<readonly RoleReading[]> {
  let group: RoleReading[] = [];
  for (const reading of readings) {
    if (group.length > 0 && group[0]?.reader.role !== reading.reader.role) {
      yield group;
      group = [];
    }
    group.push(reading);
  }
  if (group.length > 0) yield group;
}

interface RoleCaller {
  readonly principal: Principal;
  readonly identity: PolicySet["identity"];
  readonly asker: Asker;
  /** By class of secrets. */
  readonly known: Map<string, ReaderOfClass | undefined>;
}

/** The same for all secrets of a class. */
type ReaderOfClass = Omit<RoleWithAccess, "needed">;

interface SecretTarget extends Readable {
  /** A number for each class. */
  readonly classOf: number | undefined;
  readonly resource: string;
  readonly policy: PolicySet["resource"];
}

function* readingsOf(
  secrets: readonly Readable[],
  roles: Iterable<RoleState>,
  around: AccountSurroundings,
): Iterable<RoleReading> {
  const classes = new Map<string, number>();
  const targets = secrets.map((each): SecretTarget => {
    const { secret, resourcePolicy } = each.found;
    const text = secretClass(each.found);
    const classOf = text === undefined ? undefined : (classes.get(text) ?? classes.size);
    if (text !== undefined && classOf !== undefined) classes.set(text, classOf);
    return { ...each, classOf, resource: secret.arn, policy: layerOf("resource policy", resourcePolicy) };
  });
  const found = whoCan({
    action: "secretsmanager:GetSecretValue",
    callers: callersOf(roles, around),
    targets,
    alike({ asker }) {
      const selection = selectionFor(asker);
      return ({ resource, classOf }) =>
        selection === undefined || classOf === undefined ? undefined : `${classOf} ${selection(resource)}`;
    },
    question({ asker }, { found }) {
      const { request, policies } = readQuestion(asker, found);
      return { request, policies: asFarAsRead(policies) };
    },
  });
  for (const access of found) {
    const { caller, target, alike } = access;
    const reader =
      alike !== undefined && caller.known.has(alike) ? caller.known.get(alike) : readerOf(access, around);
    if (alike !== undefined) caller.known.set(alike, reader);
    if (reader === undefined) continue;
    yield {
      secret: target.found.secret.arn,
      reader: { ...reader, needed: target.neededBy.has(reader.role) },
    };
  }
}

function* callersOf(roles: Iterable<RoleState>, around: AccountSurroundings): Iterable<RoleCaller> {
  for (const role of roles) {
    yield {
      principal: principalOf(role),
      identity: identityOf(role),
      asker: { role, project: undefined, organization: around.organization, at: around.at },
      known: new Map(),
    };
  }
}

/** Who may read, and may decrypt as well: which projects of the role, and whoever assumes it outside CodeBuild. */
function readerOf(
  { caller, target, decision }: Access<RoleCaller, SecretTarget>,
  { projectsOf }: AccountSurroundings,
): ReaderOfClass | undefined {
  const { asker } = caller;
  const { found } = target;
  const projects = projectsOf(asker.role.arn);
  const all = readingOf(asker, found, decision);
  const isByProject = decision.kind === "unknown" && decision.hangsOn.some(isOfBuilds);
  const outside = isByProject ? askedOf({ ...asker, outsideCodeBuild: true }, found) : all;
  const each = projects.map((project) => ({
    arn: project.arn,
    reading: isByProject ? askedOf({ ...asker, project }, found) : all,
  }));
  const readings = [...each.map(({ reading }) => reading), outside, ...(isByProject ? [] : [all])];
  const state = strongest(readings);
  if (state === "denied") return undefined;
  const told = readings.find((reading) => reading.state === state) ?? all;
  return {
    role: asker.role.arn,
    state,
    why: told.why,
    by: told.by,
    projects: each.flatMap(({ arn, reading }) => (reading.state === state ? [arn] : [])).sort(),
    outside: outside.state,
  };
}

/** A key of the request that says for which build a session was made. */
function isOfBuilds(dependency: Dependency): boolean {
  return dependency.kind === "key" && dependency.key.toLowerCase().startsWith("codebuild:");
}

type State = RoleWithAccess["outside"];

function strongest(readings: readonly { readonly state: State }[]): State {
  const order: readonly State[] = ["allowed", "unknown", "denied"];
  return order.find((state) => readings.some((reading) => reading.state === state)) ?? "denied";
}

interface Reading extends Pick<RoleWithAccess, "why" | "by"> {
  readonly state: State;
}

function askedOf(asker: Asker, found: FoundSecret): Reading {
  return readingOf(asker, found, decisionOn(readQuestion(asker, found)));
}

/** Reading and decrypting together. */
function readingOf(asker: Asker, found: FoundSecret, read: Decision): Reading {
  const question = decryptQuestion(asker, found);
  const decrypt = question && decisionOn(question);
  if (read.kind === "denied" || decrypt?.kind === "denied") return { state: "denied", why: "", by: [] };
  const unknown = [
    ...unknownIn(read, "secretsmanager:GetSecretValue"),
    ...(decrypt === undefined ? ["its key is not known"] : unknownIn(decrypt, "kms:Decrypt")),
  ];
  const by = read.by
    .filter(({ layer }) => layer === "identity" || layer === "resource")
    .map((each) => statementRef(each, "allow", "secretsmanager:GetSecretValue"));
  return {
    state: unknown.length > 0 ? "unknown" : "allowed",
    why: unknown.length > 0 ? unknown.join("; ") : [...new Set(by.map(({ policy }) => policy))].join(", "),
    by,
  };
}

function unknownIn(decision: Decision, action: string): readonly string[] {
  return decision.kind === "unknown" ? [`${action}: ${dependencyText(decision.hangsOn)}`] : [];
}
