/** Everything that a project needs to pull an image from a private registry, in the order that no build notices. */
import type { Change, Project, Secret } from "@pullpass/core";
import { agreed } from "../agreed.ts";
import type { Look } from "../look/look.ts";
import { Problem } from "../problem.ts";
import type { Terminal } from "../terminal.ts";
import { grantFor } from "./grant.ts";
import { type LoginOptions, readLogin } from "./login.ts";
import { connected, createProject, type environmentTypes, isConnected } from "./project.ts";
import { createServiceRole } from "./role.ts";
import { consentTo, createSecret, renewSecret } from "./secret.ts";
import { type RegistryImage, registryImage, usualSecretName } from "./target.ts";

export interface ConnectOptions extends LoginOptions {
  readonly image: string;
  /** A name, or the ARN of one that exists. */
  readonly secret?: string;
  readonly create?: true;
  readonly environmentType?: (typeof environmentTypes)[number];
  readonly kmsKey?: string;
  readonly yes?: true;
}

/** Something that was done, or was so already. */
export type Step =
  | {
      readonly kind: "secret";
      readonly state: "created" | "renewed" | "kept";
      readonly arn: string;
      readonly name: string;
    }
  | { readonly kind: "consent"; readonly state: "given" | "kept"; readonly project: string }
  | { readonly kind: "role"; readonly state: "created"; readonly arn: string }
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

/** Step by step, each when it is done; all of it may be repeated. @throws Problem, and the errors of core */
export async function* connect(
  name: string,
  options: ConnectOptions,
  look: Look,
  out: Terminal,
): AsyncGenerator<Step> {
  const image = registryImage(options.image);
  const before = await existing(name, options, look);
  const secret = yield* withSecret(name, image, options, look, out);
  if (before !== undefined) {
    yield consent(name, await consentTo(before, secret, look));
    const wanted = connected(before, options.image, secret.arn);
    yield grant(wanted, await grantFor(wanted, secret.arn, look));
    const isKept = isConnected(before, wanted);
    if (!isKept) await look.ports.projects.updateEnvironment(look.place.region, name, wanted.environment);
    yield { kind: "project", state: isKept ? "kept" : "changed", name, image: options.image };
    return;
  }
  yield consent(name, await consentTo({ name, tags: {} }, secret, look));
  const role = await createServiceRole(name, look);
  yield { kind: "role", state: "created", arn: role };
  const environmentType = options.environmentType ?? "LINUX_CONTAINER";
  await createProject({ name, image: options.image, secretArn: secret.arn, role, environmentType }, look);
  yield { kind: "project", state: "created", name, image: options.image };
  const created = await existing(name, options, look);
  if (created === undefined)
    throw new Problem(`CodeBuild does not show the project ${name} yet.`, "Connect again in a minute.");
  yield grant(created, await grantFor(created, secret.arn, look));
}

/** @throws Problem if it is not there and is not to be made, or cannot be what is wanted */
async function existing(
  name: string,
  { create, environmentType, image }: ConnectOptions,
  { ports, place }: Look,
): Promise<Project | undefined> {
  const [project] = await ports.projects.read(place.region, [name]);
  if (project === undefined) {
    if (create === true) return undefined;
    throw new Problem(
      `There is no project ${name} in ${place.region} of account ${place.account}.`,
      "Add --create to make a minimal one, or look at the --region and the --profile.",
    );
  }
  if (environmentType !== undefined && environmentType !== project.environmentType) {
    throw new Problem(
      `The project ${name} is there already, with the environment ${project.environmentType}.`,
      "Leave --environment-type away, or name another project.",
    );
  }
  connected(project, image, "");
  return project;
}

async function* withSecret(
  project: string,
  image: RegistryImage,
  options: ConnectOptions,
  look: Look,
  out: Terminal,
): AsyncGenerator<Step, Secret> {
  const { region } = look.place;
  const name = options.secret ?? usualSecretName(image);
  const found = await look.ports.secrets.describe(region, name);
  if (found === undefined) {
    refuseArn(name);
    const login = await readLogin(options, image.host, out);
    const arn = await createSecret({ name, host: image.host, kmsKey: options.kmsKey, login, project }, look);
    yield { kind: "secret", state: "created", arn, name };
  } else {
    refuseUnfit(found, options);
    const isRenewed = options.username !== undefined || options.passwordStdin === true;
    if (isRenewed) await renew(found, image, options, look, out);
    yield { kind: "secret", state: isRenewed ? "renewed" : "kept", arn: found.arn, name: found.name };
  }
  const secret = await look.ports.secrets.describe(region, name);
  if (secret === undefined)
    throw new Problem(`Secrets Manager does not show the secret ${name} yet.`, "Connect again in a minute.");
  return secret;
}

async function renew(
  secret: Secret,
  image: RegistryImage,
  options: ConnectOptions,
  look: Look,
  out: Terminal,
) {
  if (options.yes !== true) {
    await agreed(`The secret ${secret.name} exists. Store this login in it, for everyone who uses it?`, out);
  }
  await renewSecret(secret, await readLogin(options, image.host, out), look);
}

function refuseArn(name: string): void {
  if (!name.startsWith("arn:")) return;
  throw new Problem(`There is no secret ${name}.`, "Give a name instead of an ARN to make a new one.");
}

function refuseUnfit(secret: Secret, { kmsKey }: ConnectOptions): void {
  if (secret.deletion === "pending") {
    throw new Problem(
      `The secret ${secret.name} is scheduled for deletion.`,
      `Restore it (aws secretsmanager restore-secret --secret-id ${secret.arn}), or name another with --secret.`,
    );
  }
  if (secret.rotation) {
    throw new Problem(
      `The secret ${secret.name} rotates, and rotation would put something else in place of the registry's login.`,
      `Turn rotation off (aws secretsmanager cancel-rotate-secret --secret-id ${secret.arn}), or name another with --secret.`,
    );
  }
  if (kmsKey !== undefined && secret.keyId !== kmsKey) {
    throw new Problem(
      `The secret ${secret.name} exists, and is encrypted with ${secret.keyId ?? "the default key"}.`,
      "Leave --kms-key away, or name another secret with --secret.",
    );
  }
}

function consent(project: string, isGiven: boolean): Step {
  return { kind: "consent", state: isGiven ? "given" : "kept", project };
}

function grant({ role }: Project, changes: readonly Change[]): Step {
  return { kind: "grant", state: changes.length > 0 ? "given" : "kept", role, changes };
}
