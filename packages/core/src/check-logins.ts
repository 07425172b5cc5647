/** event → what registries say to the logins of projects, and work where that changes a diagnosis */
import { examineLogin } from "./diagnose/login/examine-login.ts";
import { inParallel } from "./in-parallel.ts";
import { lookedAnew } from "./look.ts";
import { consentCovers, consentOf } from "./model/consent.ts";
import { type ImageReference, InvalidImageReference, parseImageReference } from "./model/image.ts";
import type { LoginCheck } from "./model/login-check.ts";
import { matchesPattern } from "./model/pattern.ts";
import { credentialOf, type Project } from "./model/project.ts";
import { type CheckedLogin, isSamePull, type RecordedLogin } from "./model/recorded-login.ts";
import type { Secret } from "./model/secret.ts";
import { readSecretValue } from "./model/secret-value.ts";
import type { Settings } from "./model/settings.ts";
import type { Ignored, Trigger } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import type { Clock, Ledger, Projects, Secrets, WorkQueue } from "./ports.ts";
import { readEach } from "./read-each.ts";
import { projectsNamedBy } from "./scope/named-projects.ts";
import type { DeploymentScope } from "./scope/place.ts";
import { inEveryRegion } from "./scope/secret.ts";
import { rolesOf, workOf } from "./scope/work.ts";

type RegistryImage = Extract<ImageReference, { kind: "registry" }>;

/** The ports that `checkLogins` works through. */
export interface LoginPorts {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly secrets: Pick<Secrets, "describe">;
  readonly values: SecretValues;
  readonly logins: Logins;
  readonly ledger: Pick<Ledger, "loginCheck" | "recordLoginCheck" | "loginUses" | "recordLoginUse">;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

/** The value of a secret, for the check of a login and for nothing else. */
export interface SecretValues {
  /** `undefined` for one that has none, or is not there. */
  read(secret: Secret): Promise<SecretValueRead | undefined>;
}

interface SecretValueRead {
  readonly value: string | Uint8Array;
  readonly version: string | undefined;
}

/** Who asks registries as somebody who has a login. */
export interface Logins {
  /** What a registry does is no error; nothing of the login is in the answer. */
  check(
    image: RegistryImage,
    login: { readonly username: string; readonly password: string },
  ): Promise<LoginCheck>;
}

export interface CheckedLogins {
  readonly kind: "checked";
  /** How many logins were checked. */
  readonly logins: number;
  /** The roles whose projects another answer counts for now. */
  readonly work: readonly Work[];
}

/** So many are checked in one invocation, those first that were not checked for longest: each takes `checkMs` at most. */
const checksMax = 40;
const checksAtOnce = 8;

/**
 * A check is a pull to Docker Hub: of the same version of a secret, what was right stays so for half a day, and what was wrong is
 * asked about by each sweep.
 */
const rightMs = 12 * 3_600_000;
const wrongMs = 5 * 60_000;

/**
 * Reads the value of a secret only for a project that its tags consent to. Checks, records what was seen, and sends the roles of
 * those projects to be diagnosed anew for which the answer is another one.
 * @throws the errors of `errors.ts`
 */
export async function checkLogins(
  trigger: Trigger | Ignored,
  ports: LoginPorts,
  settings: DeploymentScope & Pick<Settings, "projectPattern" | "tagPrefix">,
): Promise<CheckedLogins | Ignored> {
  if (trigger.kind === "ignored") return trigger;
  const named = await projectsMeantBy(trigger, ports, settings);
  if (named === undefined) return { kind: "ignored", reason: `${trigger.kind} names no login` };
  const projects = named.filter(({ name }) => matchesPattern(settings.projectPattern, name));
  const found = await inParallel(projects, checksAtOnce, (project) => pullOf(project, ports, settings));
  const due = found
    .flatMap((each) => (each !== undefined && isDue(each, trigger, ports.clock) ? [each] : []))
    .sort((a, b) => ((a.before?.at ?? "") < (b.before?.at ?? "") ? -1 : 1))
    .slice(0, checksMax);
  const changed = await inParallel(due, checksAtOnce, (each) => checkOne(each, ports, settings.region));
  const concerned = due.filter((_, index) => changed[index]).map(({ project }) => project);
  const causes = [lookedAnew("login checked", trigger.cause, ports.clock)];
  const work = workOf(rolesOf(concerned, []), settings, causes);
  if (work.length > 0) await ports.queue.send(work);
  return { kind: "checked", logins: due.length, work };
}

/** Of a secret, those alone that are known to pull with its login: to list every project is the sweep's. */
async function projectsMeantBy(
  trigger: Trigger,
  { projects, ledger }: Pick<LoginPorts, "projects" | "ledger">,
  place: DeploymentScope,
): Promise<readonly Project[] | undefined> {
  if (trigger.kind !== "secret-changed") return projectsNamedBy(trigger, { projects }, place);
  if (trigger.account !== place.account) return undefined;
  const { region } = place;
  const arns = inEveryRegion(trigger.secret, place) ?? [];
  const names = (await Promise.all(arns.map((arn) => ledger.loginUses(region, arn)))).flat();
  return (await readEach(region, [...new Set(names)].sort(), projects)).projects;
}

interface Pull {
  readonly project: Project;
  readonly image: RegistryImage;
  readonly secret: Secret;
  readonly checked: CheckedLogin;
  readonly before: RecordedLogin | undefined;
}

/** `undefined` for a project that pulls with no login, or with one that it has no consent for. */
async function pullOf(
  project: Project,
  { secrets, ledger }: LoginPorts,
  { region, account, tagPrefix }: DeploymentScope & Pick<Settings, "tagPrefix">,
): Promise<Pull | undefined> {
  const credential = credentialOf(project);
  const image = registryImageOf(project);
  if (image === undefined || project.runner || credential?.kind !== "reference") return undefined;
  const { reference } = credential;
  if (reference.kind === "arn" && reference.account !== account) return undefined;
  const secret = await secrets.describe(region, credential.text);
  if (secret === undefined || secret.account !== account || secret.deletion === "pending") return undefined;
  if (!consentCovers(consentOf(secret.tags, tagPrefix), project, tagPrefix)) return undefined;
  const { name, environmentType } = project;
  const checked = { project: name, secret: secret.arn, image: project.image, environmentType };
  return { project, image, secret, checked, before: await ledger.loginCheck(region, name) };
}

function registryImageOf({ image }: Project): RegistryImage | undefined {
  try {
    const read = parseImageReference(image);
    return read.kind === "registry" ? read : undefined;
  } catch (error) {
    if (error instanceof InvalidImageReference) return undefined;
    throw error;
  }
}

function isDue({ checked, secret, before }: Pull, trigger: Trigger, clock: Clock): boolean {
  if (before === undefined || !isSamePull(checked, before)) return true;
  if (secret.currentVersion !== before.version) return true;
  const age = Math.abs(clock.now().getTime() - Date.parse(before.at));
  const isRight = before.check?.outcome.kind === "shown" && trigger.kind !== "build-failed";
  return age > (isRight ? rightMs : wrongMs);
}

/** Whether a finding would say something else of it now. */
async function checkOne(pull: Pull, ports: LoginPorts, region: string): Promise<boolean> {
  const { image, secret, checked, before } = pull;
  await ports.ledger.recordLoginUse(region, { project: checked.project, secret: secret.arn }, now(ports));
  const stored = await ports.values.read(secret);
  if (stored === undefined) return false;
  const { version } = stored;
  const value = readSecretValue(stored.value);
  const last = before !== undefined && isSamePull(checked, before) ? before : undefined;
  const check =
    value.kind === "login" ? asToldFirst(await ports.logins.check(image, value), last?.check) : undefined;
  // Not the login itself: only that it is one.
  const kept = value.kind === "login" ? ({ kind: "login" } as const) : value;
  const seen: RecordedLogin = {
    ...checked,
    at: now(ports),
    ...(version !== undefined && { version }),
    value: kept,
    ...(check && { check }),
  };
  const isTold = check === undefined || isTelling(check) || last?.value.kind !== "login";
  if (isTold) await ports.ledger.recordLoginCheck(region, seen);
  return isTold && said(seen, secret) !== said(last, secret);
}

function now({ clock }: Pick<LoginPorts, "clock">): string {
  return clock.now().toISOString();
}

/** What a limit still leaves is another number with each question: while it holds, the first ones stay. */
function asToldFirst(check: LoginCheck, before: LoginCheck | undefined): LoginCheck {
  const { outcome } = check;
  if (outcome.kind !== "rate-limited" || before?.outcome.kind !== "rate-limited") return check;
  return outcome.by === before.outcome.by ? { ...check, outcome: before.outcome } : check;
}

/** What could not be told this time leaves the last answer to a login in force. */
function isTelling({ outcome }: LoginCheck): boolean {
  return outcome.kind !== "unknown" && outcome.kind !== "not-reached";
}

function said(login: RecordedLogin | undefined, secret: Secret): string {
  if (login === undefined) return "[]";
  const { value, check, image, environmentType } = login;
  const findings = check === undefined ? [] : examineLogin(check, { secret, image, environmentType });
  return JSON.stringify([
    ...(value.kind === "malformed" ? [value.form] : []),
    ...findings.map(({ rule, evidence }) => [rule, evidence]),
  ]);
}
