/** The line that people see first. */
import { roleName } from "../model/arn.ts";
import { type Change, projectsOf, type Retries } from "../model/change.ts";
import { type Deed, kindOfDeed } from "./deed.ts";
import { secretName, secretOf, subjectName } from "./names.ts";
import type { Notice } from "./notice.ts";
import { clipped, listed, plain } from "./plain.ts";

/**
 * Printable ASCII, fewer than 100 characters: SNS takes no control characters and no more, and its older clients
 * nothing but ASCII. Names are shortened until it fits.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function subjectOf(notice: Notice): string {
  return fittingSubject(nameLengths.map((max) => headline(notice, max)));
}

/** The first that fits; the last one, cut, if none does. */
export function fittingSubject(candidates: readonly string[]): string {
  const lines = candidates.map(ascii);
  return (
    lines.find((line) => line.length <= subjectCharactersMax) ??
    clipped(lines.at(-1) ?? "", subjectCharactersMax)
  );
}

const subjectCharactersMax = 99;

const nameLengths = [64, 48, 32, 24, 16, 12, 8];

function ascii(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/gu, "?");
}

function headline(notice: Notice, nameMax: number): string {
  if (notice.kind === "change") {
    const { account, region } = notice.change;
    return `${changeHeadline(notice.change, notice.state, nameMax)} (${account} ${region})`;
  }
  const { rule, severity, subject, account, region } = notice.finding;
  const states = { opened: severity, changed: `${severity}, changed`, closed: "closed" };
  const name = plain(subjectName(subject), nameMax);
  return `pullpass [${states[notice.state]}] ${rule}: ${subject.kind} ${name} (${account} ${region})`;
}

type ChangeNotice = Extract<Notice, { kind: "change" }>;

/** `Access granted: web can pull with registry/hub`, where that is known. */
function changeHeadline(change: Change, state: ChangeNotice["state"], nameMax: number): string {
  const secret = plain(secretName(secretOf(change) ?? ""), nameMax);
  const who = whoOf(change, nameMax);
  const kind = kindOfDeed(change);
  const head = headlines[kind][state];
  switch (kind) {
    case "grant":
      return `${head}: ${who} ${state === "applied" && allPull(change) ? "can pull with" : "to"} ${secret}`;
    case "limit":
      return `${head}: ${secret} to ${who}`;
    case "revocation":
      return `${head}: ${secret} from ${who}`;
    case "policy":
    case "credential":
    case "pull type":
    case "retry":
      return `${head}: ${who}`;
    default:
      return kind satisfies never;
  }
}

/** Of each of its projects, everything that decides it was looked at. */
function allPull(change: Change): boolean {
  const pull = change.outlook.filter(({ verdict, unseen }) => verdict === "pulls" && unseen.length === 0);
  const names = new Set(pull.map(({ project }) => project));
  return projectsOf(change).length > 0 && projectsOf(change).every((name) => names.has(name));
}

const headlines = {
  grant: { applied: "Access granted", failed: "Access not granted", proposed: "Access proposed" },
  limit: { applied: "Access limited", failed: "Access not limited", proposed: "Limit of access proposed" },
  revocation: {
    applied: "Access taken back",
    failed: "Access not taken back",
    proposed: "Taking access back is proposed",
  },
  policy: {
    applied: "Policy put right",
    failed: "Policy not put right",
    proposed: "Putting a policy right is proposed",
  },
  credential: {
    applied: "Credential rewritten",
    failed: "Credential not rewritten",
    proposed: "Rewriting the credential is proposed",
  },
  retry: {
    applied: "Build started again",
    failed: "Build not started again",
    proposed: "Starting a build again is proposed",
  },
  "pull type": { applied: "Pull type set", failed: "Pull type not set", proposed: "Pull type proposed" },
} as const;

/** `let web pull with registry/hub`: what pullpass did, could not do or would do. */
export function deedOf(change: Change, state: ChangeNotice["state"], nameMax: number): string {
  const kind = kindOfDeed(change);
  const verb = verbs[kind][state];
  const secret = plain(secretName(secretOf(change) ?? ""), nameMax);
  const who = whoOf(change, nameMax);
  switch (kind) {
    case "grant":
      return `${verb} ${who} pull with ${secret}`;
    case "limit":
      return `${verb} ${secret} to ${who}`;
    case "revocation":
      return `${verb} ${secret} from ${who}`;
    case "policy":
      return `${verb} its own policy on ${who}, which somebody else wrote`;
    case "credential":
    case "pull type":
      return `${verb} the ${kind} of ${who}`;
    case "retry":
      return change.kind === "retry" ? retriedText(change, verb, nameMax) : verb;
    default:
      return kind satisfies never;
  }
}

/** `started build web:1 again as web:2` */
function retriedText({ build, startedAs }: Retries, verb: string, nameMax: number): string {
  const as = startedAs === undefined ? "" : ` as ${plain(startedAs, nameMax)}`;
  return `${verb} build ${plain(build, nameMax)} again${as}`;
}

function whoOf(change: Change, nameMax: number): string {
  const projects = projectsOf(change).map((name) => plain(name, nameMax));
  return projects.length === 0 ? `role ${plain(roleName(change.role), nameMax)}` : listed(projects, 2);
}

const rewriting = {
  applied: "rewrote",
  failed: "could not rewrite",
  proposed: "would rewrite",
} as const;

const verbs: Readonly<Record<Deed, Readonly<Record<ChangeNotice["state"], string>>>> = {
  grant: { applied: "let", failed: "could not let", proposed: "would let" },
  limit: { applied: "limited", failed: "could not limit", proposed: "would limit" },
  revocation: { applied: "took", failed: "could not take", proposed: "would take" },
  policy: { applied: "took away", failed: "could not take away", proposed: "would take away" },
  credential: rewriting,
  "pull type": rewriting,
  retry: { applied: "started", failed: "did not start", proposed: "would start" },
};
