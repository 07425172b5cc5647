/** What pullpass does at once, when it hears of everything and nothing fails. */
import { type Account, regionOf } from "./account.ts";
import type { Action } from "./actions.ts";
import type { History } from "./history.ts";
import { consents, isIgnored, tagsOf, type Want, wantsIn } from "./oracle.ts";
import { grantsIn } from "./policy.ts";
import { look, type SeenRole, type View } from "./view.ts";

/** Who is let in by what was just done gets in; whose consent it took is out. */
export async function late(action: Action, account: Account, history: History): Promise<readonly string[]> {
  const view = await look(account.world);
  const wrong: string[] = [];
  for (const role of view.roles.filter(({ tags }) => !isIgnored(tags))) {
    const granted = grantsIn((await account.world.policy(role.name)) ?? "") ?? new Map();
    const missing = wantsIn(view).filter(
      (want) => isMet(want, role, action) && !granted.has(want.secret.arn),
    );
    wrong.push(...missing.map(({ project }) => `${project} still has no access after ${action.do}`));
    const shut = [...granted.keys()].filter(
      (secret) => isOf(action, secret) && isWithdrawn(secret, role, view, history),
    );
    wrong.push(...shut.map((secret) => `${role.name} still reads ${secret} after ${action.do}`));
  }
  return wrong;
}

function isMet({ role, project, secret }: Want, seen: SeenRole, action: Action): boolean {
  if (role !== seen.name || !seen.isForCodeBuild) return false;
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
