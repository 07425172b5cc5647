/** A notice as an event on a bus. */
import { type Change, projectsOf } from "../model/change.ts";
import { secretOf } from "./names.ts";
import type { Notice } from "./notice.ts";
import { clipped } from "./plain.ts";
import { noOptions, remedyText } from "./remedy-text.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export interface StructuredNotice {
  readonly source: "pullpass";
  readonly detailType: "pullpass Change" | "pullpass Finding";
  /** ISO 8601. */
  readonly time: string;
  /** ARNs. */
  readonly resources: readonly string[];
  readonly detail: ChangeDetail | FindingDetail;
}

interface Detail {
  /** Of this form: members may be added to a version, none are removed. */
  readonly version: "1";
  readonly state: Notice["state"];
  readonly account: string;
  readonly region: string;
}

interface ChangeDetail extends Detail {
  readonly id: string;
  readonly change: Change["kind"];
  readonly projects: readonly string[];
  /** All of them, also those that are not listed because they are too many. */
  readonly projectCount: number;
  readonly role: string;
  /** Absent where a policy is put right by which nothing is granted, and of a build. */
  readonly secret?: string;
  readonly key?: string;
  /** Of a grant: ARNs and patterns of the projects that it is for. Absent: it is the whole role's. */
  readonly boundTo?: readonly string[];
  /** Who else reads the secret by the grant, whom its owner did not name: a sentence each. */
  readonly sharedWith?: readonly string[];
  /** Whether requests that carry no project are shut out. */
  readonly strict?: boolean;
  readonly before?: { readonly credential: string; readonly pullCredentials: string };
  readonly after?: { readonly credential: string; readonly pullCredentials: string };
  readonly managedBy?: string;
  /** The ids of the build that failed, and of the one that was started in its place. */
  readonly build?: string;
  readonly startedAs?: string;
  readonly reason: string;
  readonly causes: readonly {
    readonly event: string;
    readonly actor: string;
    readonly time: string;
    readonly id: string;
  }[];
  readonly error?: string;
  /** Can the projects pull once the change is made? Of some of them, if they are many. */
  readonly outlook: Change["outlook"];
}

interface FindingDetail extends Detail {
  readonly rule: string;
  readonly severity: string;
  readonly subject:
    | { readonly kind: "project"; readonly name: string }
    | { readonly kind: "role"; readonly arn: string };
  readonly title: string;
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
  /** Who can mend it. */
  readonly mender: string;
  /** Who that is, where a tag says it, and which. */
  readonly contact?: { readonly name: string; readonly by: string };
  /** Does it by itself keep a build from pulling its image? */
  readonly blocks: boolean;
  readonly remedy: string;
  /** ISO 8601: it is told once more, because it was muted until then. */
  readonly mutedUntil?: string;
}

/** The lists and texts in it have limits, so that it fits into an event whatever the account holds. */
export function structuredOf(notice: Notice): StructuredNotice {
  const time = notice.at;
  if (notice.kind === "change") {
    const resources = [notice.change.role, ...[secretOf(notice.change) ?? []].flat()];
    return {
      source: "pullpass",
      detailType: "pullpass Change",
      time,
      resources,
      detail: changeDetail(notice),
    };
  }
  const { subject } = notice.finding;
  const resources = subject.kind === "role" ? [subject.arn] : [];
  return {
    source: "pullpass",
    detailType: "pullpass Finding",
    time,
    resources,
    detail: findingDetail(notice),
  };
}

/** Half of what an event had room for before the limit was raised. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const projectsMax = 500;
const causesMax = 50;
const evidenceMax = 50;
const textCharactersMax = 2_000;
const remainsMax = 5;
/** Longer than the name of any project. */
const nameCharactersMax = 300;

const short = (text: string) => clipped(text, textCharactersMax);

function changeDetail({ change, state, error }: Extract<Notice, { kind: "change" }>): ChangeDetail {
  const { id, account, region, role, reason, causes, outlook } = change;
  const projects = projectsOf(change);
  return {
    version: "1",
    id,
    state,
    change: change.kind,
    account,
    region,
    projects: projects.slice(0, projectsMax).map((name) => clipped(name, nameCharactersMax)),
    projectCount: projects.length,
    role,
    ...secretIn(change),
    ...particulars(change),
    reason: short(reason),
    causes: causes.slice(0, causesMax).map(({ id, event, actor, time }) => ({
      id: short(id),
      event: short(event),
      actor: short(actor),
      time: short(time),
    })),
    ...(error === undefined ? {} : { error: short(error) }),
    outlook: outlook.map(({ project, verdict, remains, unseen }) => ({
      project: clipped(project, nameCharactersMax),
      verdict,
      remains: remains.slice(0, remainsMax).map(short),
      unseen,
    })),
  };
}

function secretIn(change: Change): Pick<ChangeDetail, "secret"> {
  const secret = secretOf(change);
  return secret === undefined ? {} : { secret };
}

function particulars(
  change: Change,
): Pick<
  ChangeDetail,
  "key" | "boundTo" | "sharedWith" | "strict" | "before" | "after" | "managedBy" | "build" | "startedAs"
> {
  if (change.kind === "restoration") return {};
  if (change.kind === "retry") {
    const { build, startedAs } = change;
    return { build: short(build), ...(startedAs !== undefined && { startedAs: short(startedAs) }) };
  }
  if (change.kind !== "normalization") {
    const { key, bound } = change.grant;
    const sharedWith = change.kind === "grant" ? change.sharedWith : undefined;
    return {
      ...(sharedWith !== undefined && { sharedWith: sharedWith.map(short) }),
      ...(key !== undefined && { key }),
      ...(bound !== undefined && { boundTo: bound.projects.slice(0, projectsMax), strict: bound.strict }),
    };
  }
  const { before, after, managedBy } = change;
  return { before, after, ...(managedBy === undefined ? {} : { managedBy }) };
}

function findingDetail({ finding, state, mutedUntil }: Extract<Notice, { kind: "finding" }>): FindingDetail {
  const { rule, severity, subject, account, region, title, evidence, remedy, mender, contact, blocks } =
    finding;
  return {
    version: "1",
    state,
    rule,
    severity,
    account,
    region,
    subject: subject.kind === "project" ? { kind: "project", name: subject.name } : subject,
    title: short(title),
    evidence: evidence
      .slice(0, evidenceMax)
      .map(([label, value]) => ({ label: short(label), value: short(value) })),
    mender,
    ...(contact !== undefined && { contact: { name: short(contact.name), by: short(contact.by) } }),
    blocks,
    remedy: remedyText(remedy, noOptions, textCharactersMax),
    ...(mutedUntil !== undefined && { mutedUntil }),
  };
}
