/** Everything that a project needs to pull an image from a private registry, in the order that no build notices. */

import { type Change, type Project, plain, type Secret, updateUnchanged } from "@pullpass/core";
import { noSuchProject } from "../aws/not-there.ts";
import { confirm } from "../confirm.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Session } from "../session/session.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";
import { checkKeptLogin, checkNewLogin, type LoginStep, type WantedPull } from "./check.ts";
import { makeGrant, planGrant } from "./grant.ts";
import { type LoginOptions, readLogin } from "./login.ts";
import { otherReaders } from "./other-readers.ts";
import { connected, createProject, type environmentTypes, isConnected, newProject } from "./project.ts";
import { checkNewSecret, refuseOtherKey, refuseUnfit } from "./refusals.ts";
import { createServiceRole } from "./role.ts";
import { checkConsent, consentFor, createSecret, giveConsent, renewSecret } from "./secret.ts";
import { checkSecretName } from "./secret-name.ts";
import { type RegistryImage, usualSecretName } from "./target.ts";

export interface ConnectOptions extends LoginOptions {
  /** A name, or the ARN of one that exists. */
  readonly secret?: string;
  readonly create?: true;
  readonly environmentType?: (typeof environmentTypes)[number];
  readonly kmsKey?: string;
  readonly yes?: true;
  /** `false` leaves out to ask the registry. */
  readonly check?: boolean;
}

/** Something that was done, or was so already. */
export type ConnectStep =
  | LoginStep
  | {
      readonly kind: "secret";
      readonly state: "created" | "renewed" | "kept";
      readonly arn: string;
      readonly name: string;
    }
  | { readonly kind: "consent"; readonly state: "given" | "kept"; readonly project: string }
  | { readonly kind: "role"; readonly state: "created" | "kept"; readonly arn: string }
  | {
      readonly kind: "project";
      readonly state: "created" | "changed" | "kept";
      readonly name: string;
      readonly image: string;
    }
  | {
      readonly kind: "grant";
      readonly state: "given" | "kept";
      readonly role: string;
      readonly changes: readonly Change[];
    };

/**
 * Step by step, each when it is done; all of it may be repeated. Nothing is written for a login that the registry refuses. Consent is given once everything else is known to work, and
 * the grant comes before the project names the secret.
 * @throws UserError, and the errors of core
 */
export async function* connect(
  name: string,
  image: RegistryImage,
  options: ConnectOptions,
  look: Session,
  out: Terminal,
): AsyncGenerator<ConnectStep> {
  if (options.secret !== undefined) checkSecretName(options.secret, look);
  const before = await existing(name, image, options, look);
  const { environmentType = "LINUX_CONTAINER" } = before ?? options;
  const secret = yield* withSecret(name, before, { image, environmentType }, options, look, out);
  const wanted =
    before === undefined
      ? yield* withRole(name, image, secret, options, look)
      : connected(before, image.text, secret.arn);
  const tags = consentFor(before ?? { name, tags: {} }, secret, look);
  const planned = await planGrant(wanted, { ...secret, tags: { ...secret.tags, ...tags } }, look);
  // Only now: whoever else could make something of the consent finds everything looked at.
  await giveConsent(secret, tags, look);
  yield { kind: "consent", state: Object.keys(tags).length > 0 ? "given" : "kept", project: name };
  const changes = await makeGrant(planned, look);
  yield { kind: "grant", state: changes.length > 0 ? "given" : "kept", role: wanted.role, changes };
  yield { kind: "project", state: await writeProject(before, wanted, look), name, image: image.text };
}

async function* withRole(
  name: string,
  image: RegistryImage,
  secret: Secret,
  { environmentType = "LINUX_CONTAINER" }: ConnectOptions,
  look: Session,
): AsyncGenerator<ConnectStep, Project> {
  const { arn: role, isNew } = await createServiceRole(name, look);
  yield { kind: "role", state: isNew ? "created" : "kept", arn: role };
  return newProject({ name, image: image.text, secretArn: secret.arn, role, environmentType }, look);
}

async function writeProject(before: Project | undefined, wanted: Project, look: Session) {
  if (before === undefined) {
    await createProject(wanted, look);
    return "created";
  }
  if (isConnected(before, wanted)) return "kept";
  if ((await updateUnchanged(before, wanted.environment, look.ports.projects)) === "updated")
    return "changed";
  throw new UserError(
    `Project ${wanted.name} was changed by someone else while this ran, and is as they left it.`,
    "Connect again.",
  );
}

/** @throws UserError if it is not there and is not to be made, or cannot be what is wanted */
async function existing(
  name: string,
  image: RegistryImage,
  { create, environmentType }: ConnectOptions,
  { ports, place }: Session,
): Promise<Project | undefined> {
  const [project] = await ports.projects.read(place.region, [name]);
  if (project === undefined) {
    if (create === true) return checkName(name);
    throw await noSuchProject(
      [name],
      { account: place.account, regions: [place.region] },
      ports.projects,
      "Add --create to make a minimal one, or look at the --region and the --profile.",
    );
  }
  if (environmentType !== undefined && environmentType !== project.environmentType) {
    throw new UserError(
      `The project ${name} is there already, with the environment ${project.environmentType}.`,
      "Leave --environment-type away, or name another project.",
    );
  }
  connected(project, image.text, "");
  return project;
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
function checkName(name: string): undefined {
  if (/^[A-Za-z0-9][\w-]{1,149}$/.test(name)) return;
  throw new UserError(
    `${JSON.stringify(name)} is not a name for a project.`,
    "Take 2 to 150 letters, digits, - and _, a letter or digit first.",
  );
}

async function* withSecret(
  project: string,
  before: Project | undefined,
  pull: WantedPull,
  options: ConnectOptions,
  look: Session,
  out: Terminal,
): AsyncGenerator<ConnectStep, Secret> {
  const { region } = look.place;
  const { image } = pull;
  const isChecked = options.check !== false;
  const name = options.secret ?? usualSecretName(image);
  const found = await look.ports.secrets.describe(region, name);
  if (found === undefined) {
    checkNewSecret(name);
    checkConsent(project, look);
    const login = await readLogin(options, image.host, out);
    if (isChecked) yield await checkNewLogin(login, pull, out);
    const arn = await createSecret({ name, host: image.host, kmsKey: options.kmsKey, login }, look);
    yield { kind: "secret", state: "created", arn, name };
  } else {
    refuseUnfit(found);
    await refuseOtherKey(found, options, look);
    const isRenewed = options.username !== undefined || options.passwordStdin === true;
    if (isRenewed) {
      await agreeToRenew(found, project, options, look, out);
      const login = await readLogin(options, image.host, out);
      if (isChecked) yield await checkNewLogin(login, pull, out);
      await renewSecret(found, login, look);
    } else {
      await agreeToUse(found, { project, names: before?.credential }, options, look, out);
      if (isChecked) yield await checkKeptLogin(found, pull, look, out);
    }
    yield { kind: "secret", state: isRenewed ? "renewed" : "kept", arn: found.arn, name: found.name };
  }
  const secret = await look.ports.secrets.describe(region, name);
  if (secret === undefined)
    throw new UserError(
      `Secrets Manager does not show the secret ${name} yet.`,
      "Connect again in a minute.",
    );
  return secret;
}

async function agreeToRenew(
  secret: Secret,
  project: string,
  options: ConnectOptions,
  look: Session,
  out: Terminal,
) {
  const others = await otherReaders(secret, project, look);
  // Whoever may make a secret can make one of the usual name, and wait for a login.
  if (others.length > 0 && options.yes === true && options.secret === undefined) {
    throw notTrusted(secret, project, others);
  }
  if (options.yes !== true) {
    if (others.length > 0) out.note(wrapText(`Who else could read it: ${others.join("; ")}.`, out));
    await confirm(`The secret ${secret.name} exists. Store this login in it, for everyone who uses it?`, out);
  }
}

/** A secret that is used as it is, and that only has the usual name, anybody may have made. What the project names already is no news. */
async function agreeToUse(
  secret: Secret,
  { project, names }: { readonly project: string; readonly names: string | undefined },
  options: ConnectOptions,
  look: Session,
  out: Terminal,
) {
  const others = await otherReaders(secret, project, look);
  const isMeant = options.secret !== undefined || names === secret.arn || names === secret.name;
  const isUnasked = options.yes === true || !out.interactive;
  if (others.length > 0 && isUnasked && !isMeant) throw notTrusted(secret, project, others);
  out.note(wrapText(knownOf(secret, others), out));
  if (others.length === 0 || isMeant) return;
  await confirm(
    `The secret ${secret.name} exists. Use it, with the login that it has, for project ${project}?`,
    out,
  );
}

function knownOf({ name }: Secret, others: readonly string[]): string {
  const who =
    others.length > 0
      ? `who else could read it: ${others.join("; ")}`
      : "its tags let in nobody else, and it has no resource policy";
  return `The secret ${plain(name)} exists; ${who}. Who may read it by policies of their own: pullpass audit --secret ${plain(name)}`;
}

function notTrusted({ name }: Secret, project: string, others: readonly string[]): UserError {
  return new UserError(
    `The secret ${name} exists, and others than project ${project} could read a login in it: ${others.join("; ")}.`,
    `Look at it. If it is meant, name it with --secret ${name}; or name another.`,
  );
}
