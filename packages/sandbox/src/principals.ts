/** Who calls with which access key. */
import type { Sandbox } from "./sandbox.ts";
import type { Caller, RoleSession } from "./service.ts";

/** What an SDK client signs with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Someone of the account who passes every check, as a person comes in: through a role of administrators. */
export function administrator(
  sandbox: Pick<Sandbox, "partition" | "account">,
  account = sandbox.account,
): Extract<Caller, { kind: "administrator" }> {
  const arn = `arn:${sandbox.partition}:sts::${account}:assumed-role/Administrator/admin`;
  return { kind: "administrator", arn, account };
}

/** A session of the role, without asking its trust policy or whether it exists. */
export function credentialsFor(sandbox: Sandbox, roleArn: string, sessionName = "sandbox"): Credentials {
  return issueCredentials(sandbox, roleSession(roleArn, sessionName, sandbox.clock.now()));
}

/** The caller that a session of the role is. Its ARN is without the role's path, as AWS's is. */
export function roleSession(
  roleArn: string,
  sessionName: string,
  issued: Date,
  context: RoleSession["context"] = {},
): RoleSession {
  const [, partition, , , account = "", resource = ""] = roleArn.split(":");
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const arn = `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`;
  return { kind: "role", arn, roleArn, account, issued, context };
}

/** The ARN that policies know the caller by: the role's for a session. */
export function identityArn(caller: Exclude<Caller, { kind: "service" }>): string {
  if (caller.kind === "role") return caller.roleArn;
  return caller.arn.includes(":assumed-role/") ? roleOfSession(caller.arn) : caller.arn;
}

/** Credentials that stand for the caller, for ever or until `expiration`. */
export function issueCredentials(sandbox: Sandbox, caller: Caller, expiration?: Date): Credentials {
  const credentials = {
    accessKeyId: `ASIA${sandbox.ids.text(16, keyIdAlphabet)}`,
    secretAccessKey: sandbox.ids.text(40, secretAlphabet),
    sessionToken: sandbox.ids.text(200, secretAlphabet),
    ...(expiration && { expiration }),
  };
  setAccessKey(sandbox, credentials.accessKeyId, { caller, expiration });
  return credentials;
}

/** From now on the access key is that caller's, or nobody's. */
export function setAccessKey(sandbox: Sandbox, accessKeyId: string, key: AccessKey | "unknown"): void {
  accessKeys(sandbox).set(accessKeyId, key);
}

/**
 * Whose access key it is. One that the sandbox did not issue is an administrator's: of the account whose number it is, or
 * else of the sandbox's own. The number of an account that does not exist is nobody's.
 */
export function accessKeyOf(sandbox: Sandbox, accessKeyId: string): AccessKey | "unknown" {
  const known = accessKeys(sandbox).get(accessKeyId);
  if (known) return known;
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : sandbox.account;
  if (!sandbox.hasAccount(account)) return "unknown";
  return { caller: administrator(sandbox, account), expiration: undefined };
}

export interface AccessKey {
  readonly caller: Caller;
  readonly expiration: Date | undefined;
}

export const keyIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export const secretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function accessKeys(sandbox: Sandbox): Map<string, AccessKey | "unknown"> {
  return sandbox.store("access-keys", () => new Map());
}

/** A session's ARN does not tell the role's path. */
export function roleOfSession(sessionArn: string): string {
  const [, partition, , , account, resource = ""] = sessionArn.split(":");
  return `arn:${partition}:iam::${account}:role/${resource.split("/")[1]}`;
}
