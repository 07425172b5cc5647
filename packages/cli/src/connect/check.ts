/** Before anything is written: does the registry take the login, and show it the image? */
import {
  AccessDenied,
  examineLogin,
  examineSecretValue,
  type ImageFinding,
  type LoginCheck,
  readSecretValue,
  remedyText,
  type Secret,
} from "@pullpass/core";
import { secretValues } from "@pullpass/core/aws";
import { askRegistry } from "../registry/ask.ts";
import type { Session } from "../session/session.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";
import type { Login } from "./login.ts";
import type { RegistryImage } from "./target.ts";

/** What the registry said, as far as it could be told from here. */
export interface LoginStep {
  readonly kind: "login";
  readonly state: "accepted" | "not-asked-for" | "unchecked";
  readonly host: string;
  /** One clause; only where it was not checked. */
  readonly why?: string;
}

/** The pull that is to work. */
export interface WantedPull {
  readonly image: RegistryImage;
  /** `LINUX_CONTAINER`, … */
  readonly environmentType: string;
}

/** A login that no secret holds yet. @throws UserError if no build could pull the image with it */
export async function checkNewLogin(login: Login, pull: WantedPull, out: Terminal): Promise<LoginStep> {
  return judged(await askRegistry(login, pull.image, out), undefined, pull);
}

/** The login that the secret has. @throws UserError if it is none, or no build could pull the image with it */
export async function checkKeptLogin(
  secret: Secret,
  pull: WantedPull,
  { account }: Session,
  out: Terminal,
): Promise<LoginStep> {
  const { host } = pull.image;
  const value = await secretValue(secret, account);
  if (value === undefined) return unchecked(host, "your credentials may not read the secret's value");
  const login = readSecretValue(value);
  refuse(examineSecretValue(login, secret).filter(({ severity }) => severity === "high"));
  if (login.kind === "malformed") return unchecked(host, `the secret's value is ${login.form}`);
  return judged(await askRegistry(login, pull.image, out), secret, pull);
}

/** `undefined` where it may not be read, or is not there to be read. */
async function secretValue({ arn, region }: Secret, { connection }: Session["account"]) {
  try {
    return (await secretValues(connection)(region, arn))?.value ?? "";
  } catch (error) {
    if (error instanceof AccessDenied) return undefined;
    throw error;
  }
}

function judged(checked: LoginCheck, secret: Secret | undefined, pull: WantedPull): LoginStep {
  const { image, environmentType } = pull;
  const { outcome } = checked;
  if (outcome.kind !== "rate-limited") {
    refuse(examineLogin(checked, { secret, image: image.text, environmentType }));
  }
  const { host } = image;
  switch (outcome.kind) {
    case "shown":
      return { kind: "login", state: outcome.login, host };
    case "unknown":
      return unchecked(host, outcome.why);
    case "rate-limited":
      return unchecked(host, `${outcome.by} answers nothing more for a while: too much was asked`);
    default:
      return unchecked(
        host,
        "the registry was not reached from this computer, whose network is not CodeBuild's",
      );
  }
}

function unchecked(host: string, why: string): LoginStep {
  return { kind: "login", state: "unchecked", host, why };
}

/** @throws UserError with the first of them */
function refuse([finding]: readonly ImageFinding[]): void {
  if (finding === undefined) return;
  const { title, evidence, remedy } = finding;
  const answer = evidence.find(([label]) => label === "answer")?.[1];
  throw new UserError(
    `${title}${answer === undefined ? "" : ` (${answer})`} Nothing was written.`,
    `${remedyText(remedy)} Then connect again; --no-check leaves this check out.`,
  );
}
