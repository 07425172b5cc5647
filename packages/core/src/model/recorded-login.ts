/** What was seen of the login in a project's secret, as it is kept: nothing of the login is in it. */
import type { SecretArn } from "./arn.ts";
import type { LoginCheck } from "./login-check.ts";
import { sightAgeMaxMs } from "./registry-sight.ts";
import type { SecretValue } from "./secret-value.ts";

/** A project that pulls with the login in a secret. */
export interface LoginUse {
  readonly project: string;
  readonly secret: SecretArn;
}

/** The pull that was checked. */
export interface CheckedLogin extends LoginUse {
  readonly image: string;
  readonly environmentType: string;
}

export interface RecordedLogin extends CheckedLogin {
  /** ISO 8601. */
  readonly at: string;
  /** Which version of the secret was read; absent where nobody told. */
  readonly version?: string;
  /** What the value is, without what is in it. */
  readonly value: { readonly kind: "login" } | Extract<SecretValue, { kind: "malformed" }>;
  /** What the registry said to it; absent where it was sent nowhere. */
  readonly check?: LoginCheck;
}

/** Whether it is about that pull, and counts still: as long as a look at a registry. */
export function isAbout(login: RecordedLogin, pull: CheckedLogin, now: string): boolean {
  const age = Math.abs(Date.parse(now) - Date.parse(login.at));
  return isSamePull(login, pull) && age <= sightAgeMaxMs;
}

export function isSamePull(one: CheckedLogin, other: CheckedLogin): boolean {
  return (
    one.project === other.project &&
    one.secret === other.secret &&
    one.image === other.image &&
    one.environmentType === other.environmentType
  );
}
