/** What pullpass does at once, when it hears of everything and nothing fails. */
import { type Account, regionOf } from "./account.ts";
import type { Action } from "./actions.ts";
import { isLoopTold } from "./heard.ts";
import type { History } from "./history.ts";
import { consents, isIgnored, isOpen, tagsOf, type Want, wantsIn } from "./oracle.ts";
import { grantsIn } from "./policy.ts";
import { plannedIn } from "./records.ts";
import { look, type SeenRole, type View } from "./view.ts";

/** Who is let in by what was just done gets in; whose consent it took is out. */
export function late(action: Action, account: Account, history: History): Promise<readonly string[]> {
  return undone(account, history, {
    isAsked: (want) => isAskedBy(action, want),
    isTaken: (secret) => isOf(action, secret),
    when: `after ${action.do}`,
  });
}

/**
 * Work that failed is tried again soon, and what a function that ended had begun after the queue's visibility timeout: all that was asked
 * for by events is done before the next sweep, which does not count here.
 */
export async function leftToSweeps(account: Account, history: History): Promise<readonly string[]> {
  const { sandbox } = account.world;
  const retriesMs = retriesMsOf(account);
  const sinceSweepMs = (sandbox.clock.now().getTime() - account.startedAt.getTime()) % sweepMs;
  if (account.faults.outlasted() || sinceSweepMs + retriesMs >= sweepMs) return [];
  await sandbox.clock.advance(retriesMs);
  await sandbox.settle();
  const all = () => true;
  return [
    ...(isAllHeard(account)
      ? await undone(account, history, { isAsked: all, isTaken: all, when: "without a sweep" })
      : []),
    ...(isAllRecorded(account) ? await plannedIn(account) : []).map((what) => `${what} is left planned`),
  ];
}

/** A denial is a finding, and the work is done; an event that is lost asks for nothing. */
function isAllHeard({ faults, delivery }: Account): boolean {
  return delivery.fates.size === 0 && !faults.hits.has("denied");
}

/** Of what AWS refuses for good no record is left: whoever may do the rest can say so. */
function isAllRecorded({ faults }: Account): boolean {
  return [...faults.denied].every((call) => changing.has(call));
}

const changing = new Set(["iam:PutRolePolicy", "iam:DeleteRolePolicy", "codebuild:UpdateProject"]);

const sweepMs = 3_600_000;

/**
 * "At last every five minutes": docs/operations.md. What a function that ended had begun, or could not give back, comes after the
 * visibility timeout of twelve.
 */
function retriesMsOf({ faults, functions }: Account): number {
  const isHidden = functions.crashed.size > 0 || faults.hitCalls.has("sqs:ChangeMessageVisibility");
  return (isHidden ? 20 : 6) * 60_000;
}

interface Asked {
  readonly isAsked: (want: Want) => boolean;
  readonly isTaken: (secret: string) => boolean;
  readonly when: string;
}

async function undone(
  account: Account,
  history: History,
  { isAsked, isTaken, when }: Asked,
): Promise<readonly string[]> {
  const view = await look(account);
  const wants = wantsIn(view);
  const wrong: string[] = [];
  for (const role of view.roles.filter(({ tags }) => !isIgnored(tags))) {
    const granted = grantsIn((await account.world.policy(role.name)) ?? "") ?? new Map();
    const missing = wants.filter(
      (want) =>
        want.role === role.name && role.isForCodeBuild && isAsked(want) && !granted.has(want.secret.arn),
    );
    wrong.push(...missing.map(({ project }) => `${project} still has no access ${when}`));
    const shut = [...granted.keys()].filter(
      (secret) => isTaken(secret) && isWithdrawn(secret, role, view, history),
    );
    wrong.push(...shut.map((secret) => `${role.name} still reads ${secret} ${when}`));
  }
  return [
    ...wrong,
    ...wants
      .filter((want) => isAsked(want) && namesAnother(want, view, account))
      .map(({ project }) => `${project} still has its old reference ${when}`),
  ];
}

/** Is the project to name the secret, and names it otherwise? */
function namesAnother(
  { project: name, role, secret }: Want,
  { roles, projects }: View,
  { delivery }: Account,
) {
  if (!roles.some((each) => each.name === role && isOpen(each)) || isLoopTold(name, delivery)) return false;
  const { environment } = projects.find((each) => each.name === name) ?? {};
  return (
    environment?.registryCredential?.credential !== secret.arn ||
    environment.imagePullCredentialsType !== "SERVICE_ROLE"
  );
}

function isAskedBy(action: Action, { project, secret }: Want): boolean {
  if (action.do === "create project" || action.do === "update project") return action.project === project;
  return action.do === "tag secret" && isOf(action, secret.arn);
}

/** Was it this secret's consent that changed? */
function isOf(action: Action, arn: string): boolean {
  if (action.do !== "tag secret" && action.do !== "untag secret" && action.do !== "delete secret")
    return false;
  return (
    arn.startsWith(`arn:aws:secretsmanager:${regionOf(action.place)}:`) &&
    arn.slice(0, -7).endsWith(`:${action.secret}`)
  );
}

/** No project that ever had the grant is covered by the secret's tags any more. */
function isWithdrawn(arn: string, role: SeenRole, view: View, { everWanted }: History): boolean {
  const secret = view.secrets.find((each) => each.arn === arn);
  if (secret === undefined || secret.isDeleted) return !heldByIgnored(arn, role, view, everWanted);
  return everWanted
    .filter((want) => want.role === role.name && want.secret === arn)
    .every((want) => !mayCover(secret.tags, want.project, view));
}

type Wanted = History["everWanted"];

function heldByIgnored(arn: string, role: SeenRole, { projects }: View, everWanted: Wanted): boolean {
  return everWanted.some(
    ({ project, role: name, secret }) =>
      secret === arn &&
      name === role.name &&
      projects.some((each) => each.name === project && isIgnored(tagsOf(each))),
  );
}

function mayCover(tags: Readonly<Record<string, string>>, project: string, { projects }: View): boolean {
  const seen = projects.find(({ name }) => name === project);
  const own = tagsOf(seen ?? {});
  // a project that is gone shows no tags: its group may be the secret's
  return isIgnored(own) || consents(tags, project, seen === undefined ? tags : own);
}
