/** Builds tell who gets in. */
import {
  BatchGetBuildsCommand,
  type Build,
  ListBuildsCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import type { Account } from "./account.ts";
import type { History } from "./history.ts";
import { isIgnored, type Want, wantsIn } from "./oracle.ts";
import { roleName } from "./role-name.ts";
import { isUsable, look, openingKey, type View } from "./view.ts";

/** Builds that got in though nobody ever let their role in. `at rest` all that may start also start, and must get in. */
export async function brokenIn(
  account: Account,
  history: History,
  when?: "at rest",
): Promise<readonly string[]> {
  const failed = when === "at rest" ? await failing(account) : [];
  const builds = account.builds.count === 0 ? [] : await allBuilds(account);
  const through = builds.filter(({ buildStatus }) => buildStatus === "SUCCEEDED");
  return [...failed, ...through.filter((build) => isBreach(build, history)).map(({ id }) => `${id} got in`)];
}

function isBreach({ environment, serviceRole }: Build, { everWanted }: History): boolean {
  const isPrivate = environment?.registryCredential !== undefined && !environment.image?.startsWith("aws/");
  const role = roleName(serviceRole);
  return isPrivate && !everWanted.some((want) => want.role === role);
}

async function failing(account: Account): Promise<readonly string[]> {
  const { world } = account;
  const view = await look(account);
  const wrong: string[] = [];
  for (const want of wantsIn(view)) {
    if (!(await mayPull(want, view, account))) continue;
    const { build } = await world.codebuild.send(new StartBuildCommand({ projectName: want.project }));
    await world.sandbox.clock.advance(1000);
    const [ended] = await readBuilds([build?.id ?? ""], account);
    if (ended?.buildStatus === "SUCCEEDED") continue;
    const context = ended?.phases?.flatMap(({ contexts = [] }) => contexts.map(({ message }) => message));
    wrong.push(`a build of ${want.project} is to get in, and ${ended?.buildStatus}: ${context?.join(" ")}`);
  }
  return wrong;
}

/** Nothing but consent is in the way: no boundary, no denial, no key that is off or shut, no private address. */
export async function mayPull(
  { role, secret, project }: Want,
  view: View,
  { world, policies }: Account,
): Promise<boolean> {
  const seen = view.roles.find(({ name }) => name === role);
  if (seen === undefined || !seen.isForCodeBuild || seen.hasBoundary || isIgnored(seen.tags)) return false;
  if (policies.get(role)?.get("by-hand")?.includes("Deny")) return false;
  const { environment } = view.projects.find(({ name }) => name === project) ?? {};
  if (environment?.image?.startsWith("10.") || environment?.imagePullCredentialsType !== "SERVICE_ROLE")
    return false;
  const key = await openingKey(world, secret);
  return key === undefined || (await isUsable(world, key));
}

/** The oldest hundred, oldest first. */
export async function allBuilds(account: Account): Promise<readonly Build[]> {
  const { ids = [] } = await account.world.codebuild.send(new ListBuildsCommand({ sortOrder: "ASCENDING" }));
  return ids.length === 0 ? [] : readBuilds(ids.slice(0, 100), account);
}

async function readBuilds(ids: readonly string[], { world }: Account): Promise<readonly Build[]> {
  const { builds = [] } = await world.codebuild.send(new BatchGetBuildsCommand({ ids: [...ids] }));
  return builds;
}
