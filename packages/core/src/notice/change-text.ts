/** What changed, for which project, why, and how to undo it. */

import { roleName } from "../model/arn.ts";
import { type Change, type Grants, type Normalizes, projectsOf, type Revokes } from "../model/change.ts";
import type { Cause } from "../model/trigger.ts";
import { actorArns, causeText } from "./cause-text.ts";
import { type Field, fields, inFull, paragraphs, section } from "./layout.ts";
import { keyId, readersName, secretName } from "./names.ts";
import type { Naming } from "./naming.ts";
import type { Notice } from "./notice.ts";
import { listed, plain } from "./plain.ts";
import { proposalSections } from "./proposal.ts";
import { command } from "./shell.ts";
import { deedOf } from "./subject.ts";
import { timeInWords } from "./time.ts";
import { undoOf } from "./undo.ts";

type ChangeNotice = Extract<Notice, { kind: "change" }>;

export function changeText(notice: ChangeNotice, naming: Naming): string {
  const { change, state } = notice;
  return paragraphs([
    `pullpass ${deedOf(change, state, nameCharactersMax)}.`,
    change.kind === "retry" && state === "failed"
      ? section("Why not", [plain(notice.error ?? "")])
      : afterwards(notice),
    fields(facts(notice)),
    state === "failed" || change.outlook.length === 0
      ? undefined
      : section(outlookHeading[state], outlookLines(change)),
    change.kind !== "grant" || change.sharedWith === undefined
      ? undefined
      : section(
          "Who else can read it",
          change.sharedWith.map((line) => plain(line)),
        ),
    section("Why", [plain(change.reason), ...causeLines(change.causes)]),
    state === "failed" ? undefined : driftWarning(change),
    state === "applied" ? section("How to undo it", undoOf(change, naming)) : undefined,
    state === "applied" ? undefined : section("What to do (pullpass operator)", nextOf(notice)),
    ...(state === "proposed" ? proposalSections(change) : []),
    inFull(fullNames(change)),
  ]);
}

/** The one command to begin with. */
function nextOf({ change, state }: ChangeNotice): readonly string[] {
  const [project] = projectsOf(change);
  const where = ["--region", change.region];
  if (project === undefined) return [command("pullpass audit", ["--role", roleName(change.role), ...where])];
  return state === "proposed"
    ? ["Let pullpass do it, this once:", `  ${command("pullpass apply", [project, ...where])}`]
    : ["See what is in the way:", `  ${command("pullpass explain", [project, ...where])}`];
}

const outlookHeading = {
  applied: "Can it pull now?",
  proposed: "Could it pull then?",
} as const;

/** No more than is known of each project once the change is made. */
function outlookLines({ outlook }: Change): readonly string[] {
  return outlook.flatMap(({ project, verdict, remains, unseen }) => {
    const name = plain(project, nameCharactersMax);
    if (verdict === "pulls") {
      return [
        `${name}: yes${unseen.length === 0 ? "" : `, as far as can be seen. Not read: ${listed(unseen, unseen.length)}`}.`,
      ];
    }
    const answer = verdict === "fails" ? "not yet" : "not known";
    return [`${name}: ${answer}.`, ...remains.slice(0, remainsMax).map((line) => plain(line))];
  });
}

const remainsMax = 5;

/** Longer than any name may be. */
const nameCharactersMax = 600;

/** How many projects the text of one change names. */
export const projectsShownMax = 50;
const causesMax = 10;

function afterwards({ state, error }: ChangeNotice): string | undefined {
  switch (state) {
    case "applied":
      return undefined;
    case "failed":
      return section("It failed, and is not tried again until something changes", [plain(error ?? "")]);
    case "proposed":
      return "Nothing was changed: pullpass runs in the mode that only says what it would do.";
    default:
      return state satisfies never;
  }
}

function facts({ change, state, at }: ChangeNotice): readonly Field[] {
  const projects = listed(projectsOf(change), projectsShownMax);
  return [
    ...(projects === ""
      ? []
      : [[projectsOf(change).length === 1 ? "Project" : "Projects", projects] as const]),
    ["Role", roleName(change.role)],
    ...ownFacts(change, state),
    ["Account", change.account],
    ["Region", change.region],
    ["Time", timeInWords(at)],
    ["Change", change.id],
  ];
}

function ownFacts(change: Change, state: ChangeNotice["state"]): readonly Field[] {
  switch (change.kind) {
    case "normalization":
      return credentialFacts(change, state);
    case "restoration":
      return [["Policy", change.policyName]];
    case "retry":
      return [
        ["Build that failed", change.build],
        ...(change.startedAs === undefined ? [] : [["Build that was started", change.startedAs] as const]),
      ];
    default:
      return grantFacts(change);
  }
}

function credentialFacts({ before, after }: Normalizes, state: ChangeNotice["state"]): readonly Field[] {
  const [old, target] = state === "applied" ? ["before", "now"] : ["now", "wanted"];
  const row = (name: string, from: string, to: string): readonly Field[] => {
    if (from === to) return [[name, to]];
    return [
      [`${name} ${old}`, from],
      [`${name} ${target}`, to],
    ];
  };
  return [
    ...row("Credential", before.credential, after.credential),
    ...row("Pull type", before.pullCredentials, after.pullCredentials),
  ];
}

function grantFacts({ grant: { secret, key, nextKey, bound } }: Grants | Revokes): readonly Field[] {
  return [
    ["Secret", secretName(secret)],
    ["For", readersName(bound)],
    ["Key", key === undefined ? "the default key, which needs no permission" : keyId(key)],
    ...(nextKey === undefined ? [] : [["Next key", keyId(nextKey)] as const]),
  ];
}

/** The ARNs of what is named above. */
function fullNames(change: Change): readonly Field[] {
  return [
    ["Role", change.role],
    ...grantedNames(change),
    ...actorArns(change.causes.slice(0, causesMax)).map((arn) => ["By", arn] as const),
  ];
}

function grantedNames(change: Change): readonly Field[] {
  if (change.kind !== "grant" && change.kind !== "revocation") return [];
  const { secret, key, nextKey } = change.grant;
  return [
    ["Secret", secret],
    ...(key === undefined ? [] : [["Key", key] as const]),
    ...(nextKey === undefined ? [] : [["Next key", nextKey] as const]),
  ];
}

function causeLines(causes: readonly Cause[]): readonly string[] {
  const lines = causes.slice(0, causesMax).map(causeText);
  const more = causes.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more events`] : lines;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html */
function driftWarning(change: Change): string | undefined {
  if (change.kind !== "normalization" || change.managedBy === undefined) return undefined;
  return section("Change the template too", [
    `The stack ${plain(change.managedBy)} manages this project, and its next deployment may put the old value back.`,
    "In its template, under Environment:",
    `  RegistryCredential.Credential  ${change.after.credential}`,
    `  ImagePullCredentialsType       ${change.after.pullCredentials}`,
  ]);
}
