/** Looks on at every call: what pullpass sends, and what its writes changed. */
import type { Hook, Sandbox } from "../../../packages/sandbox/src/index.ts";
import { home } from "../../end-to-end/support/world.ts";
import { foreignAccount } from "./actions.ts";
import { isPullpass } from "./faults.ts";
import { type Grants, grantsIn, saysOf } from "./policy.ts";
import { roleName } from "./role-name.ts";
import { watchUnread } from "./unread.ts";
import { isProtected } from "./view.ts";
import { changesWritten } from "./written.ts";

interface Effect {
  readonly kind: "grant" | "revocation" | "normalization";
  /** The role's name and the secret, or the project. */
  readonly of: string;
  /** By the account's clock. */
  readonly atMs: number;
  /** Of a grant: what pullpass got no answer to, about the role or the secret. */
  readonly unread?: readonly string[];
  /** Did people write over it, or delete the project or role? */
  isWrittenOver?: boolean;
}

export interface Taken {
  readonly role: string;
  readonly secret: string;
  /** pullpass's policy on the role before and after; empty where there was none. */
  readonly before: string;
  readonly after: string;
  /** When pullpass wrote the one before, by the account's clock. */
  readonly grantedAtMs: number;
  /** By the account's clock. */
  readonly atMs: number;
}

/** A write of pullpass's own policy by pullpass itself. */
interface PolicyWrite {
  readonly role: string;
  /** Empty where there was none. */
  readonly before: string;
  readonly after: string;
  /** By the account's clock. */
  readonly atMs: number;
}

interface Rewrite {
  readonly project: string;
  /** How many projects of that name were deleted before. */
  readonly deleted: number;
  readonly credential: string;
  /** By the account's clock. */
  readonly atMs: number;
}

export interface Watch {
  /** Policies that pullpass wrote since it was last asked. */
  newPolicies(): readonly { readonly role: string; readonly document: string }[];
  /** What pullpass's writes changed in the account. */
  readonly effects: readonly Effect[];
  /** Of each write of pullpass's that made a policy say something else of a secret: the role's name and the secret. */
  readonly changed: readonly string[];
  /** Roles whose policy of pullpass's people wrote or deleted, whose grants they took from the ledger, or that they deleted. */
  readonly touched: Set<string>;
  /** Where pullpass wrote the policy of a role that had granted the secret since it was last asked, and when: it may have taken that. */
  mayBeTaken(): readonly Taken[];
  /** When pullpass began to list all projects, by the account's clock; the sweep's own apart. */
  readonly listings: readonly number[];
  readonly sweeps: readonly number[];
  /** Keys of changes that pullpass wrote to though they were settled. */
  readonly restated: readonly string[];
  readonly policyWrites: readonly PolicyWrite[];
  /** Every input that pullpass sent, as text. */
  readonly inputs: readonly string[];
  /** Every call that changed something of the people's: `service:Operation` and what it named. */
  readonly writes: readonly string[];
  /** Calls for a secret or key of another account, and writes to a protected role: as pullpass tried them, whether or not AWS let it. */
  readonly ofOthers: readonly string[];
  /** Projects that pullpass gave a reference before their role could read it. */
  readonly uncovered: readonly string[];
  /** Every time that pullpass changed a project's credential. */
  readonly rewrites: readonly Rewrite[];
  /** Work that pullpass asked for because of its own doing, as text. */
  readonly ownDeeds: readonly string[];
  /** Called before each call of `reconcile`, with its operation. */
  onReconcile: (operation: string) => Promise<void>;
}

/** The cause of a piece of work. What the other Region's does on a role may make room there, and is not its own. */
const byItself = (text: string, { place: { region } }: Seen["from"]) =>
  [
    ...text.matchAll(
      /actor\\*":\\*"arn:aws:(?:iam|sts)::\d+:(?:assumed-role|role\/pullpass)\/(pullpass-[\w-]+)/g,
    ),
  ].some(([, name = ""]) => name.endsWith(`-${region}`));

type Seen = Parameters<Hook>[0];
type Input = Readonly<Record<string, unknown>>;

export function watch(sandbox: Sandbox): Watch {
  const unread = watchUnread(sandbox);
  const written: { role: string; document: string }[] = [];
  const effects: Effect[] = [];
  const changed: string[] = [];
  const touched = new Set<string>();
  const listings: number[] = [];
  const sweeps: number[] = [];
  const taken: Taken[] = [];
  const policyWrites: PolicyWrite[] = [];
  const inputs: string[] = [];
  const writes: string[] = [];
  const ofOthers: string[] = [];
  const ownDeeds: string[] = [];
  const settled = new Set<string>();
  const restated: string[] = [];
  const uncovered: string[] = [];
  const rewrites: Rewrite[] = [];
  const roles = new Map<string, string>();
  /** pullpass's own policy on each role: as it is, and as pullpass can know it. */
  const texts = new Map<string, string>();
  const known = new Map<string, string>();
  const pulls = new Map<string, string>();
  const deleted = new Map<string, number>();
  const writtenAt = new Map<string, number>();
  const self = {
    newPolicies: () => written.splice(0),
    mayBeTaken: () => taken.splice(0),
    effects,
    changed,
    touched,
    listings,
    sweeps,
    policyWrites,
    inputs,
    writes,
    ofOthers,
    ownDeeds,
    restated,
    uncovered,
    rewrites,
    onReconcile: async (_: string) => {},
  };

  sandbox.before(async ({ from, input, operation, service }) => {
    if (!isPullpass(from.caller)) return;
    const text = JSON.stringify(input, (_, value) => (typeof value === "bigint" ? String(value) : value));
    inputs.push(text);
    const isHere = from.place.region === home;
    if (isHere && operation === "ListProjects" && (input as Input).nextToken === undefined)
      (byRole(from, "sweep") ? sweeps : listings).push(sandbox.clock.now().getTime());
    if (service === "dynamodb")
      restated.push(
        ...changesWritten(input).flatMap(({ key, isIfAbsent }) =>
          settled.has(key) && !isIfAbsent ? [key] : [],
        ),
      );
    const isLook = service === "secretsmanager" || service === "kms";
    const isWrite = service === "iam" && /^(Put|Delete)/.test(operation);
    const isOfOthers = isLook
      ? text.includes(foreignAccount)
      : isWrite && isProtected(nameIn(input as Input));
    if (isOfOthers) ofOthers.push(`${operation} ${text}`);
    if (service === "sqs" && operation.startsWith("SendMessage") && byItself(text, from)) ownDeeds.push(text);
    if (byRole(from, "reconcile")) await self.onReconcile(operation);
  });
  sandbox.after((call) => {
    const input = call.input as Input;
    const own = isPullpass(call.from.caller);
    if (own && isPeoples(call)) writes.push(`${call.service}:${call.operation} ${nameIn(input)}`);
    if (own && call.service === "dynamodb")
      for (const { key, isSettled } of changesWritten(input)) if (isSettled) settled.add(key);
    if (call.service === "iam") onPolicy(call.operation, input, own);
    if (call.service === "codebuild" && call.from.place.region === home)
      onProject(call.operation, input, own);
  });

  function onPolicy(operation: string, input: Input, own: boolean) {
    const role = String(input.RoleName);
    const now = sandbox.clock.now().getTime();
    const isPolicy = input.PolicyName === `pullpass-${home}`;
    const text = operation === "PutRolePolicy" ? String(input.PolicyDocument) : undefined;
    const isWritten = operation === "DeleteRole" || (isPolicy && /^(Put|Delete)RolePolicy$/.test(operation));
    if (!isWritten) return;
    const there = texts.get(role) ?? "";
    put(texts, role, text);
    if (!own) {
      touched.add(role);
      for (const each of effects) if (each.of.startsWith(`${role} `)) each.isWrittenOver = true;
    }
    // While IAM may still show what was there before pullpass's write, nobody can tell an edit from that, or a role made anew.
    if (!own && now - (writtenAt.get(role) ?? Number.NEGATIVE_INFINITY) <= settlesMs) return;
    const grantedAtMs = writtenAt.get(role) ?? Number.NEGATIVE_INFINITY;
    if (own) writtenAt.set(role, now);
    const before = grantsIn(known.get(role) ?? "") ?? new Map();
    put(known, role, text);
    if (!own) return;
    if (text !== undefined) written.push({ role, document: text });
    policyWrites.push({ role, before: there, after: text ?? "", atMs: now });
    const after = grantsIn(text ?? "") ?? new Map();
    effects.push(
      ...difference(role, before, after).map((each) => ({
        ...each,
        atMs: now,
        unread: unread.of(...each.of.split(" "), ...keysOf(each.of, after)),
      })),
    );
    const secrets = new Set([there, text ?? ""].flatMap((each) => [...(grantsIn(each)?.keys() ?? [])]));
    for (const secret of secrets)
      if (saysOf(there, secret) !== saysOf(text ?? "", secret)) changed.push(`${role} ${secret}`);
    const was = [...(grantsIn(there) ?? new Map()).keys()];
    const policies = { before: there, after: text ?? "" };
    taken.push(...was.map((secret) => ({ role, secret, ...policies, grantedAtMs, atMs: now })));
  }

  function onProject(operation: string, input: Input, own: boolean) {
    const name = String(input.name);
    const isOver = operation === "DeleteProject" || (operation === "UpdateProject" && "environment" in input);
    const last = effects.findLast(({ kind, of }) => kind === "normalization" && of === name);
    if (!own && isOver && last !== undefined) last.isWrittenOver = true;
    if (operation === "DeleteProject") {
      pulls.delete(name);
      deleted.set(name, (deleted.get(name) ?? 0) + 1);
    }
    if (typeof input.serviceRole === "string") roles.set(name, roleName(input.serviceRole));
    if (!["CreateProject", "UpdateProject"].includes(operation) || input.environment === undefined) return;
    const { registryCredential, imagePullCredentialsType } = input.environment as Input;
    const pull = JSON.stringify([registryCredential, imagePullCredentialsType]);
    const credential = String(((registryCredential ?? {}) as Input).credential);
    if (own && pulls.get(name) !== pull) {
      const atMs = sandbox.clock.now().getTime();
      effects.push({ kind: "normalization", of: name, atMs });
      rewrites.push({ project: name, deleted: deleted.get(name) ?? 0, credential, atMs });
    }
    const granted = grantsIn(texts.get(roles.get(name) ?? "") ?? "");
    if (own && granted?.has(credential) === false) uncovered.push(`${name} ${credential}`);
    pulls.set(name, pull);
  }

  return self;
}

function byRole({ caller }: Seen["from"], name: string): boolean {
  return caller.kind === "role" && caller.roleArn.endsWith(`/pullpass-${name}-${home}`);
}

function put(texts: Map<string, string>, role: string, text: string | undefined): void {
  if (text === undefined) texts.delete(role);
  else texts.set(role, text);
}

/** The keys that go with the secret. */
function keysOf(roleAndSecret: string, grants: Grants): readonly string[] {
  return grants.get(roleAndSecret.split(" ")[1] ?? "")?.split(" ") ?? [];
}

/** docs/architecture.md: "IAM may show the past". */
const settlesMs = 15 * 60_000;

function difference(role: string, before: Grants, after: Grants): readonly Omit<Effect, "atMs">[] {
  const isNew = ([secret, key]: [string, string | undefined]) =>
    !before.has(secret) || before.get(secret) !== key;
  return [
    ...[...after].filter(isNew).map(([secret]) => ({ kind: "grant" as const, of: `${role} ${secret}` })),
    ...[...before.keys()]
      .filter((secret) => !after.has(secret))
      .map((secret) => ({ kind: "revocation" as const, of: `${role} ${secret}` })),
  ];
}

function isPeoples({ service, operation }: Seen): boolean {
  const isRead = /^(Get|List|Describe|BatchGet)/.test(operation);
  return !isRead && ["iam", "codebuild", "secretsmanager", "kms"].includes(service);
}

function nameIn({ RoleName, PolicyName, name, SecretId, KeyId }: Input): string {
  return [RoleName, PolicyName, name, SecretId, KeyId].filter((each) => each !== undefined).join(" ");
}
