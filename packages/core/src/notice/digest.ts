/** What one event did, told once: what changed, for which projects, what remains, and what the receiver can do. */
import { type Change, type Outlook, projectsOf } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";
import { type Deed, kindOfDeed } from "./deed.ts";
import { causeSections, nameSections, placeSections } from "./digest-context.ts";
import { menderText } from "./mender-text.ts";
import { secretName, secretOf, subjectName } from "./names.ts";
import type { Naming } from "./naming.ts";
import { nextSteps } from "./next-steps.ts";
import type { Notice } from "./notice.ts";
import type { Entry, Section } from "./pages.ts";
import { plain } from "./plain.ts";
import { timeInWords } from "./time.ts";
import { consentAgain, grantAgain, undoByCommand, undoConsent } from "./undo.ts";

type ChangeNotice = Extract<Notice, { kind: "change" }>;
type FindingNotice = Extract<Notice, { kind: "finding" }>;

/** The sections of a digest, the most important first. */
export function digestSections(notices: readonly Notice[], naming: Naming): readonly Section[] {
  const changes = notices.filter((notice) => notice.kind === "change");
  const findings = notices.filter((notice) => notice.kind === "finding");
  return [
    ...changeSections(changes),
    ...problemSections(findings.filter(({ state }) => state !== "closed")),
    ...goneSections(findings.filter(({ state }) => state === "closed")),
    ...causeSections(notices),
    ...undoSections(changes, naming),
    ...placeSections(notices),
    ...nameSections(notices),
  ];
}

function changeSections(notices: readonly ChangeNotice[]): readonly Section[] {
  const alike = Map.groupBy(notices, ({ change, state, error }) =>
    [deedTitle(change, state), error === undefined ? "" : plain(error)].join("\n"),
  );
  return [...alike].map(([key, group]) => {
    const [title = "", error = ""] = key.split("\n");
    return {
      title,
      entries: [
        ...(error === "" ? [] : [{ lines: [`${whoSaid(group)}: ${error}`], projects: [] }]),
        ...group.flatMap(({ change, state }) => changeEntries(change, state)),
      ],
    };
  });
}

function whoSaid([first]: readonly ChangeNotice[]): string {
  return first?.change.kind === "retry" ? "Why not" : "AWS said";
}

/** `Access granted to the secret registry/hub`: one title for all changes of a kind. */
function deedTitle(change: Change, state: ChangeNotice["state"]): string {
  const secret = secretOf(change);
  const deed = deeds[kindOfDeed(change)][state];
  return secret === undefined ? deed : `${deed} ${plain(secretName(secret), nameMax)}`;
}

const deeds: Readonly<Record<Deed, Readonly<Record<ChangeNotice["state"], string>>>> = {
  grant: {
    applied: "Access granted to the secret",
    failed: "Access could not be granted to the secret",
    proposed: "Access would be granted to the secret",
  },
  limit: {
    applied: "Access limited to the named projects, for the secret",
    failed: "Access could not be limited to the named projects, for the secret",
    proposed: "Access would be limited to the named projects, for the secret",
  },
  revocation: {
    applied: "Access taken back, from the secret",
    failed: "Access could not be taken back, from the secret",
    proposed: "Access would be taken back, from the secret",
  },
  policy: {
    applied: "Policy of pullpass's taken away, which somebody else wrote",
    failed: "Policy of pullpass's that somebody else wrote could not be taken away",
    proposed: "Policy of pullpass's that somebody else wrote would be taken away",
  },
  credential: {
    applied: "Credential rewritten to the full ARN of the secret",
    failed: "Credential could not be rewritten to the full ARN of the secret",
    proposed: "Credential would be rewritten to the full ARN of the secret",
  },
  retry: {
    applied: "Builds started again that could not pull",
    failed: "Builds that could not pull, and were not started again",
    proposed: "Builds that could not pull would be started again",
  },
  "pull type": {
    applied: "Pull type set to SERVICE_ROLE, for the secret",
    failed: "Pull type could not be set to SERVICE_ROLE, for the secret",
    proposed: "Pull type would be set to SERVICE_ROLE, for the secret",
  },
};

/** A line a project; one for the role where no project is known. */
function changeEntries(change: Change, state: ChangeNotice["state"]): readonly Entry[] {
  const role = plain(subjectName({ kind: "role", arn: change.role }), nameMax);
  const shared = change.kind === "grant" ? (change.sharedWith ?? []) : [];
  const sharing = shared.map((line) => ({ lines: [`also: ${plain(line)}`], projects: [] }));
  const projects = projectsOf(change);
  if (projects.length === 0) return [{ lines: [`role ${role}`], projects: [] }, ...sharing];
  const outlooks = new Map(change.outlook.map((each) => [each.project, each]));
  const entries = projects.map((name) => {
    const outlook = state === "applied" ? outlooks.get(name) : undefined;
    const said = outlook === undefined ? "" : `: ${outlookText(outlook)}`;
    return {
      lines: [`${plain(name, nameMax)} (role ${role}${beforeText(change)})${said}`],
      projects: [name],
    };
  });
  return [...entries, ...sharing];
}

function beforeText(change: Change): string {
  if (change.kind === "retry") {
    const as = change.startedAs === undefined ? "" : `, started again as ${plain(change.startedAs, nameMax)}`;
    return `, build ${plain(change.build, nameMax)}${as}`;
  }
  if (change.kind !== "normalization") return "";
  const { credential, pullCredentials } = change.before;
  const was = kindOfDeed(change) === "credential" ? credential : pullCredentials;
  return `, before: ${plain(was, nameMax)}`;
}

/** No more than is known once the change is made. */
function outlookText({ verdict, remains, unseen }: Outlook): string {
  if (verdict === "pulls")
    return unseen.length === 0 ? "can pull now" : "can pull now, as far as can be seen";
  const rest = remains[0] === undefined ? "" : `. ${plain(remains[0])}`;
  return verdict === "fails" ? `cannot pull yet${rest}` : `whether it can pull is not known${rest}`;
}

const nameMax = 600;

/** Problems of one rule together: who can mend them, what each is, and what to do. */
function problemSections(notices: readonly FindingNotice[]): readonly Section[] {
  const alike = Map.groupBy(notices, ({ finding }) =>
    [finding.severity, finding.rule, menderText(finding)].join(" "),
  );
  return [...alike.values()].map((group) => {
    const findings = group.map(({ finding }) => finding);
    const [first] = findings;
    if (first === undefined) throw new Error("a group has a first");
    const { severity, rule } = first;
    const count = findings.length === 1 ? "" : `, ${findings.length} times`;
    return {
      title: `Problem that pullpass does not fix: ${rule} (${severity}${count}; who can mend it: ${menderText(first)})`,
      entries: [
        ...group.map(({ finding, mutedUntil }) => ({
          lines: [`${plain(finding.title)}${mutedText(mutedUntil)}`],
          projects: projectOf(finding),
        })),
        ...nextSteps(findings).map((step) => ({ lines: step, projects: [] })),
      ],
    };
  });
}

function mutedText(until: string | undefined): string {
  return until === undefined ? "" : ` (messages about it were muted until ${timeInWords(until)})`;
}

function goneSections(notices: readonly FindingNotice[]): readonly Section[] {
  if (notices.length === 0) return [];
  const entries = notices.map(({ finding }) => ({
    lines: [`${finding.rule}: ${finding.subject.kind} ${plain(subjectName(finding.subject), nameMax)}`],
    projects: projectOf(finding),
  }));
  return [{ title: "No longer a problem", entries }];
}

function projectOf({ subject }: Finding): readonly string[] {
  return subject.kind === "project" ? [subject.name] : [];
}

/** The commands for all projects of a secret together. */
function undoSections(notices: readonly ChangeNotice[], naming: Naming): readonly Section[] {
  const applied = notices.filter(({ state }) => state === "applied").map(({ change }) => change);
  const entries = [
    ...bySecret(applied, "grant").map(([secret, projects]) => undoConsent(secret, projects, naming)),
    ...bySecret(applied.filter(isOfPullpass), "revocation").map(([secret, projects]) =>
      consentAgain(secret, projects, naming),
    ),
    ...undoTaken(applied, naming),
    ...undoneByCommand(applied, naming),
  ];
  if (entries.length === 0) return [];
  return [{ title: "How to undo it", entries: entries.map((lines) => ({ lines, projects: [] })) }];
}

/** A grant that was limited is not undone: it is for all whom the tags name. */
function bySecret(changes: readonly Change[], kind: "grant" | "revocation") {
  const meant = changes.flatMap((change) =>
    (change.kind === "grant" || change.kind === "revocation") &&
    change.kind === kind &&
    kindOfDeed(change) !== "limit"
      ? [change]
      : [],
  );
  return [...Map.groupBy(meant, ({ grant }) => grant.secret)].map(
    ([secret, each]) => [secret, [...new Set(each.flatMap(projectsOf))].sort()] as const,
  );
}

const isOfPullpass = ({ undoes }: Change) => undoes === undefined;

/** What a person took with `pullpass undo`. */
function undoTaken(changes: readonly Change[], naming: Naming): readonly (readonly string[])[] {
  const taken = changes.filter((change) => change.kind === "revocation" && !isOfPullpass(change));
  return taken.length === 0 ? [] : [grantAgain([...new Set(taken.map(({ role }) => role))].sort(), naming)];
}

/** Grants and rewritten credentials, as many to a command as a line may well hold. */
function undoneByCommand(changes: readonly Change[], naming: Naming): readonly (readonly string[])[] {
  const meant = changes.flatMap((change) =>
    change.kind === "normalization" || (change.kind === "grant" && kindOfDeed(change) !== "limit")
      ? [change]
      : [],
  );
  const lines: (readonly string[])[] = [];
  for (let from = 0; from < meant.length; from += changesPerCommand) {
    lines.push(undoByCommand(meant.slice(from, from + changesPerCommand), naming));
  }
  return lines;
}

const changesPerCommand = 20;
