/** What holds at every moment, and what holds once all is quiet. Each answers with what is wrong. */
import { isDeepStrictEqual } from "node:util";
import { type Account, ownPolicy } from "./account.ts";
import { farPolicy, wrongFar } from "./far.ts";
import { isLoopTold } from "./heard.ts";
import type { History } from "./history.ts";
import { consents, isIgnored, isOpen, tagsOf, type Want, wantsIn } from "./oracle.ts";
import { grantsIn, readsBy } from "./policy.ts";
import { roleName } from "./role-name.ts";
import { customerKeys, look, type SeenRole, type View } from "./view.ts";

/** Every role has exactly what its projects are to have; what people did is as they left it. */
export async function wrongAtRest(account: Account, history: History): Promise<readonly string[]> {
  const view = await look(account);
  const wants = wantsIn(view);
  const roles: string[] = [];
  for (const role of view.roles) roles.push(...(await wrongRole(role, wants, view, account, history)));
  const open = new Set(view.roles.filter(isOpen).map(({ name }) => name));
  const projects = view.projects.flatMap((project) => {
    const want = wants.find((each) => each.project === project.name && open.has(each.role));
    return wrongEnvironment(project, want, account, history);
  });
  return [...roles, ...projects, ...(await wrongFar(account))];
}

async function wrongRole(
  role: SeenRole,
  wants: readonly Want[],
  view: View,
  account: Account,
  history: History,
): Promise<readonly string[]> {
  const { world, policies, frozen, edited } = account;
  const text = await world.policy(role.name);
  const names = (await world.policyNames(role.name)).filter((name) => ![ownPolicy, farPolicy].includes(name));
  const foreign = new Map<string, string>();
  for (const name of names) foreign.set(name, (await world.policy(role.name, name)) ?? "");
  const wrong: string[] = [];
  if (!isDeepStrictEqual(foreign, policies.get(role.name))) {
    wrong.push(`the policies of others on ${role.name} are not what people wrote: ${[...foreign]}`);
  }
  if (isIgnored(role.tags))
    return [...wrong, ...wrongIgnored(role, text, frozen.get(role.name), view, history)];
  const wanted = new Map<string, string | undefined>();
  for (const want of wants.filter((each) => each.role === role.name)) {
    const keys = await customerKeys(world, want.secret);
    wanted.set(want.secret.arn, keys.length === 0 ? undefined : keys.join(" "));
  }
  const isLeftToPeople = text !== undefined && text === edited.get(role.name);
  if (isLeftToPeople && (wanted.size === 0 || !role.isForCodeBuild)) return wrong;
  const granted = grantsIn(text ?? "");
  if (granted === undefined) return [...wrong, `the policy on ${role.name} is not pullpass's: ${text}`];
  for (const [secret, key] of wanted) {
    if (!role.isForCodeBuild) continue;
    if (!granted.has(secret)) wrong.push(`${role.name} is to read ${secret}, and may not`);
    else if (granted.get(secret) !== key)
      wrong.push(`${role.name} decrypts ${secret} with ${granted.get(secret)}`);
  }
  wrong.push(...(text === undefined ? [] : wrongReaders(role, text, wants, view)));
  const heldBack = heldByIgnored(role.name, view, history);
  for (const secret of granted.keys()) {
    if (isWithdrawn(secret, role.name, view, history))
      wrong.push(`${role.name} keeps ${secret}, which is withdrawn`);
    else if (!wanted.has(secret) && !heldBack.has(secret))
      wrong.push(`${role.name} may read ${secret} for nobody`);
  }
  return wrong;
}

/** Who is let in reads, and no other project of the role does, but one that is ignored and consented to. */
function wrongReaders(
  role: SeenRole,
  policy: string,
  wants: readonly Want[],
  { secrets, projects }: View,
): readonly string[] {
  const users = projects.filter(({ serviceRole }) => roleName(serviceRole) === role.name);
  const names = users.map(({ name = "" }) => name);
  return secrets.flatMap(({ arn, tags }) =>
    names.flatMap((name) => {
      const reads = readsBy(policy, arn, name);
      const isWanted = wants.some(({ project, secret }) => project === name && secret.arn === arn);
      if (isWanted && !reads && role.isForCodeBuild)
        return [`a build of ${name} is to read ${arn}, and may not`];
      const own = tagsOf(users.find((each) => each.name === name) ?? {});
      return reads && !consents(tags, name, own) ? [`a build of ${name} reads ${arn} without consent`] : [];
    }),
  );
}

/** It gets nothing, and keeps what it had, but what its owner withdrew, whose tag it has. */
function wrongIgnored(
  { name }: SeenRole,
  text: string | undefined,
  frozen: string | undefined,
  view: View,
  history: History,
): readonly string[] {
  const had = grantsIn(frozen ?? "");
  const has = grantsIn(text ?? "");
  // People wrote it themselves, and it grants nothing that pullpass recorded.
  if (has === undefined)
    return text === frozen ? [] : [`${name} is ignored, and its policy changed to ${text}`];
  return [...has.keys()].flatMap((secret) => {
    if (text !== frozen && had?.has(secret) !== true) return [`${name} is ignored, and was given ${secret}`];
    return isWithdrawn(secret, name, view, history) ? [`${name} is ignored, and keeps ${secret}`] : [];
  });
}

/** The secret is deleted, or consents to none of the projects that it was ever granted for. */
function isWithdrawn(
  secret: string,
  role: string,
  { secrets, projects }: View,
  { everWanted }: History,
): boolean {
  const wants = everWanted.filter((want) => want.role === role && want.secret === secret);
  // A person wrote it into the policy, or the ledger lost it.
  if (wants.length === 0) return false;
  const found = secrets.find(({ arn }) => arn === secret);
  if (found === undefined || found.isDeleted) return true;
  return !wants.some(({ project }) => {
    const seen = projects.find(({ name }) => name === project);
    // Nobody knows what groups it was of.
    return consents(found.tags, project, seen === undefined ? found.tags : tagsOf(seen));
  });
}

/** What an ignored project once got stays as it is, while it is not withdrawn. */
function heldByIgnored(role: string, { projects }: View, { everWanted }: History): ReadonlySet<string> {
  const ignored = projects.filter((project) => isIgnored(tagsOf(project))).map(({ name }) => name);
  return new Set(
    everWanted
      .filter((want) => want.role === role && ignored.includes(want.project))
      .map(({ secret }) => secret),
  );
}

function wrongEnvironment(
  { name = "", environment = undefined }: View["projects"][number],
  want: Want | undefined,
  { environments, delivery }: Account,
  { everWanted }: History,
): readonly string[] {
  const { registryCredential, imagePullCredentialsType: pull, ...rest } = environment ?? {};
  const sent = environments.get(name);
  const { registryCredential: sentCredential, imagePullCredentialsType: sentPull, ...sentRest } = sent ?? {};
  const wrong: string[] = [];
  if (!isDeepStrictEqual(withoutDefaults(rest), withoutDefaults(sentRest))) {
    wrong.push(
      `${name}'s environment is ${JSON.stringify(rest)}, and people sent ${JSON.stringify(sentRest)}`,
    );
  }
  const credential = registryCredential?.credential;
  const isGivenUp = want !== undefined && isLoopTold(name, delivery);
  if (want !== undefined && !isGivenUp && (credential !== want.secret.arn || pull !== "SERVICE_ROLE")) {
    wrong.push(`${name} pulls with ${credential} and ${pull}, not with ${want.secret.arn}`);
  }
  const isAsSent =
    credential === sentCredential?.credential &&
    pull === (sentPull ?? environmentDefaults.imagePullCredentialsType);
  const isNormalized =
    pull === "SERVICE_ROLE" && everWanted.some((each) => each.project === name && each.secret === credential);
  if (!isAsSent && !isNormalized)
    wrong.push(`${name} pulls with ${credential} and ${pull} for nobody's reason`);
  return wrong;
}

const environmentDefaults = { imagePullCredentialsType: "CODEBUILD" };

/** CodeBuild fills in what was not sent. */
function withoutDefaults(environment: object): object {
  return JSON.parse(JSON.stringify(environment));
}
