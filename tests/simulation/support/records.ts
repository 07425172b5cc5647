/** What pullpass says it did, against what it did. */
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { home } from "../../end-to-end/support/world.ts";
import type { Account } from "./account.ts";
import { wrongClaims } from "./claims.ts";
import { everyItem } from "./foreign-records.ts";
import { openedTwice, unheardFindings } from "./heard.ts";
import type { History } from "./history.ts";
import { wrongFailures } from "./interrupted.ts";
import { untoldKeys } from "./keys-told.ts";
import { wrongLoops } from "./loops.ts";
import { wrongMutes } from "./muted.ts";
import { findingOf, findingsOfCredentials, isIgnored, isOpen, tagsOf, wantsIn } from "./oracle.ts";
import { changesIn, type Recorded, type Texts } from "./recorded.ts";
import { roleName } from "./role-name.ts";
import { isSmooth } from "./smooth.ts";
import { type OfFinding, toldTwice } from "./told.ts";
import { recordedTooOften } from "./twice-recorded.ts";
import { look, type View } from "./view.ts";

/** One record for each change and at least one notice for each record; nothing dead, and no secret told. */
export async function wrongRecords(account: Account, history: History): Promise<readonly string[]> {
  const items = await ledgerItems(account);
  const own = items.filter(({ writtenBy }) => writtenBy === undefined);
  const open = own.filter(({ type, state }) => type === "finding" && state !== "closed");
  const view = await look(account);
  const records = changesIn(items);
  return [
    ...wrongStates(records),
    ...wrongFailures(records, account, history),
    ...wrongCounts(records, account),
    ...recordedTooOften(records, account),
    ...wrongNotices(records, account),
    ...toldTwice(account),
    ...wrongWrites(account),
    ...wrongLoops(account),
    ...wrongFindings(open, view),
    ...wrongGrants(own, view),
    ...untoldFindings(open, view),
    ...(await untoldKeys(open, view, account)),
    ...wrongQuota(open, view, account),
    ...unheardFindings(open.map(findingOfItem), account),
    ...openedTwice(account),
    ...wrongMutes(open.map(findingOfItem), account),
    ...listedClosed(own),
    ...wroteHistory(account),
    ...lostRecords(items, account),
    ...wrongClaims(records, account, history),
    ...(account.faults.outlasted() ? [] : await deadLetters(account)),
    ...secretsTold(account, JSON.stringify(items)),
  ];
}

/** Its partition is `project#REGION#NAME` or `role#REGION#ARN`. */
function findingOfItem({ pk = "", sk = "" }: Texts): OfFinding {
  const [kind] = pk.split("#");
  return { rule: sk.slice(sk.indexOf("#") + 1), subject: `${kind} ${/[^#/]*$/.exec(pk)?.[0]}` };
}

async function ledgerItems({ world }: Account): Promise<readonly Texts[]> {
  return (await everyItem(world)).map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, String(value.S ?? value.N)])),
  );
}

/** What is open is about something that is there: a project, or a role that is, or that one uses. */
function wrongFindings(open: readonly Texts[], { projects, roles }: View): readonly string[] {
  const used = projects.map(({ serviceRole }) => roleName(serviceRole));
  const there = new Set([...[...projects, ...roles].map(({ name }) => name), ...used]);
  return open
    .filter(({ pk = "" }) => !there.has(/[^#/]*$/.exec(pk)?.[0] ?? ""))
    .map(({ pk, sk }) => `${sk} is open about ${pk}, which is not there`);
}

/** What the ledger has as granted is granted to a role that is there. */
function wrongGrants(items: readonly Texts[], { roles }: View): readonly string[] {
  const there = new Set(roles.map(({ name }) => name));
  return items
    .filter(({ type, pk }) => type === "grant" && !there.has(roleName(pk)))
    .map(({ pk, sk }) => `${sk} is recorded of ${pk}, which is not there`);
}

/** Of each credential with which something is wrong the right finding is open, and of the others none. */
function untoldFindings(open: readonly Texts[], view: View): readonly string[] {
  const roles = view.roles.filter(isOpen);
  return view.projects.flatMap((project) => {
    const { name = "", serviceRole } = project;
    const isOfOpen = roles.some((role) => role.name === roleName(serviceRole));
    if (!isOfOpen || isIgnored(tagsOf(project))) return [];
    const told = open
      .filter(
        ({ pk = "", sk = "" }) => pk.endsWith(name) && findingsOfCredentials.some((id) => sk.endsWith(id)),
      )
      .map(({ sk = "" }) => sk.slice(sk.indexOf("#") + 1));
    const due = [findingOf(project, view)].filter((id) => id !== undefined);
    return told.join() === due.join()
      ? []
      : [`of ${name} it is told ${told.join()}, and ${due.join()} is so`];
  });
}

/** A list of what is open does not grow with what was closed: sweeps read it. */
function listedClosed(own: readonly Texts[]): readonly string[] {
  return own
    .filter(({ type, state, grantedRegion }) => type === "finding" && state === "closed" && grantedRegion)
    .map(({ pk, sk }) => `${sk} of ${pk} is closed, and listed with what is open`);
}

/** "The history of changes is in the same partition, before the rest, and is not read": docs/architecture.md. */
function wroteHistory(account: Account): readonly string[] {
  const { watch, functions } = account;
  return isSmooth(account) && functions.slow.count() === 0
    ? watch.restated.map((key) => `pullpass wrote to ${key} once more, which was settled`)
    : [];
}

/** What fits is granted, and the rest is told: docs/findings.md#policy-quota. */
function wrongQuota(open: readonly Texts[], view: View, { world }: Account): readonly string[] {
  const full = new Set(view.roles.filter(({ isFull }) => isFull).map(({ name }) => name));
  const told = new Set(open.filter(({ sk }) => sk === "finding#policy-quota").map(({ pk }) => pk));
  const refused = world.sandbox.calls.filter(
    ({ principal, outcome }) =>
      principal.includes("pullpass-reconcile") && outcome.startsWith("LimitExceeded"),
  );
  return [
    ...refused.map(({ operation }) => `pullpass called ${operation}, which IAM has no room for`),
    ...wantsIn(view)
      .filter(({ role, project }) => full.has(role) && !told.has(`project#${home}#${project}`))
      .map(({ project }) => `nobody is told that there is no room for ${project}`),
  ];
}

/** What this version does not know stays for the one that does. */
function lostRecords(items: readonly Texts[], { foreign }: Account): readonly string[] {
  const there = new Set(items.map(({ pk, sk }) => `${pk} ${sk}`));
  return [...foreign].filter((key) => !there.has(key)).map((key) => `${key} of a newer version is gone`);
}

/** What is recorded and not begun, or not known to be done; a build that is to be started again waits for its time. */
export async function plannedIn(account: Account): Promise<readonly string[]> {
  return changesIn(await ledgerItems(account))
    .filter(({ state, kind }) => state === "planned" && kind !== "retry")
    .map(({ kind, of }) => `the ${kind} of ${of}`);
}

function wrongStates(records: readonly Recorded[]): readonly string[] {
  const ids = new Set(records.map(({ id }) => id));
  const left = records.filter(({ state }) => state === "planned");
  return [
    ...(ids.size === records.length ? [] : ["an id names two changes in the ledger"]),
    ...left.map(({ kind, of }) => `the ${kind} of ${of} is planned for ever`),
  ];
}

/**
 * Who edits pullpass's own policy or deletes a role makes records of which pullpass made no write; none is left out. What nobody can know
 * is not counted: a rewrite that trouble kept from the ledger, and that people wrote over before the retry, looks like one that was never
 * made.
 */
function wrongCounts(records: readonly Recorded[], { watch, functions, faults }: Account): readonly string[] {
  const troubledAtMs = new Set([...functions.crashedAtMs, ...faults.hitAtMs]);
  const recorded = Map.groupBy(
    records.filter(({ state }) => state !== "planned"),
    ({ kind, of }) => `${kind} of ${of}`,
  );
  const known = watch.effects.filter(
    ({ isWrittenOver, atMs }) => isWrittenOver !== true || !troubledAtMs.has(atMs),
  );
  const made = Map.groupBy(known, ({ kind, of }) => `${kind} of ${of}`);
  return [...made].flatMap(([what, effects]) => {
    const count = recorded.get(what)?.length ?? 0;
    return count >= effects.length
      ? []
      : [`pullpass made the ${what} ${effects.length} times and recorded ${count}`];
  });
}

function wrongNotices(records: readonly Recorded[], account: Account): readonly string[] {
  const { delivery, told } = account;
  const noticed = delivery.events
    .filter((event) => event.source === "pullpass" && event["detail-type"] === "pullpass Change")
    .map(({ detail }) => detail as { readonly id: string; readonly state: string });
  const isNoticed = ({ id, state }: Recorded) =>
    noticed.some((each) => each.id === id && each.state === state);
  const isRecorded = ({ id, state }: { readonly id: string; readonly state: string }) =>
    records.some((record) => record.id === id && record.state === state);
  // A message names a change as the command takes it: by the first characters of its id.
  const messages = told.all.filter(({ target, finding }) => target === "topic" && finding === undefined);
  const isInMessage = ({ id }: Recorded) => messages.some(({ text }) => text.includes(id.slice(0, 8)));
  const repeated = noticed.length - new Set(noticed.map(({ id, state }) => `${id} ${state}`)).size;
  return [
    ...(isSmooth(account) && repeated > 0 ? [`${repeated} notices came twice, though nothing failed`] : []),
    ...records
      .filter((record) => !isNoticed(record))
      .map(({ kind, of }) => `nobody heard of the ${kind} of ${of}`),
    ...noticed
      .filter((each) => !isRecorded(each))
      .map(({ id }) => `a notice tells of ${id}, which has no record`),
    ...records
      .filter((record) => !isInMessage(record))
      .map(({ kind, of }) => `no message tells of the ${kind} of ${of}`),
  ];
}

function wrongWrites(account: Account): readonly string[] {
  const { watch, functions } = account;
  const may =
    /^(iam:(Put|Delete)RolePolicy \w+ pullpass-(eu-central-1|us-east-1)|codebuild:UpdateProject [\w-]+)$/;
  const { iamLagMs, options } = account.conditions;
  const { mode, retryBuilds } = options;
  // Where IAM shows the past, that there is no such role is an answer, of another time than the next.
  const unanswered = (unread: readonly string[] = []) =>
    unread.filter((call) => iamLagMs === 0 || !/Role/.test(call));
  const isAllowed = (write: string) =>
    mode === "apply" && (may.test(write) || (retryBuilds && write === "codebuild:RetryBuild "));
  return [
    ...watch.writes.filter((write) => !isAllowed(write)).map((write) => `pullpass called ${write}`),
    ...watch.ofOthers.map((call) => `pullpass called what is not its own: ${call}`),
    ...watch.effects.flatMap(({ kind, of, unread }, index) => {
      // What people took from the policy comes back as it was recorded.
      const isBack = watch.effects.slice(0, index).findLast((each) => each.of === of)?.kind === "grant";
      return kind === "grant" && !isBack && unanswered(unread).length > 0
        ? [`pullpass granted ${of} without an answer to ${unanswered(unread)}`]
        : [];
    }),
    ...watch.uncovered.map((what) => `pullpass gave a reference that the role may not read: ${what}`),
    ...watch.ownDeeds.map((text) => `pullpass asked for work because of what it did itself: ${text}`),
    ...account.atOnce().map((role) => `two invocations worked on ${role} at once`),
    ...[...functions.leftUnderWay].map((call) => `${call} was under way when it answered`),
  ];
}

/** But what nobody can read. */
async function deadLetters({ world, newerWork }: Account): Promise<readonly string[]> {
  const sqs = new SQSClient(connect(world.sandbox, { region: home }));
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: world.deployment.deadLetterQueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  const count = Attributes.ApproximateNumberOfMessages;
  return count === String(newerWork.count) ? [] : [`${count} messages are dead`];
}

function secretsTold({ values, output, watch, delivery }: Account, ledger: string): readonly string[] {
  const places = {
    "the log": output.lines.join(""),
    "the ledger": ledger,
    "what pullpass sent": watch.inputs.join("\n"),
    "an event": JSON.stringify([delivery.events, delivery.farEvents]),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    values.filter((value) => text.includes(value)).map((value) => `${place} tells ${value}`),
  );
}
