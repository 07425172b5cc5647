import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { Account, Clients, Credentials } from "./account.ts";

export interface Patience {
  /** Refusals that pass: what IAM has just been told takes a while to be known. */
  readonly retry: (error: Error) => boolean;
  readonly withinMs?: number;
}

/** Calls until the refusal has passed; throws it when the time is over. */
export async function eventually<T>(
  account: Pick<Account, "pause" | "now">,
  call: () => Promise<T>,
  { retry, withinMs = 90_000 }: Patience,
): Promise<T> {
  const until = account.now() + withinMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error) || !retry(error) || account.now() >= until) throw error;
    }
    await account.pause(3_000);
  }
}

/** Looks until something is there; `undefined` when the time is over. */
export async function seen<T>(
  account: Pick<Account, "pause" | "now">,
  look: () => Promise<T | undefined>,
  { withinMs, everyMs = 5_000 }: { readonly withinMs: number; readonly everyMs?: number },
): Promise<T | undefined> {
  const until = account.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined || account.now() >= until) return found;
    await account.pause(everyMs);
  }
}

/** A session of the role, once it is known. @throws AWS's refusal, if the caller may not assume it */
export async function sessionOf(account: Account, RoleArn: string): Promise<Clients> {
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "pullpass-probe", DurationSeconds: 900 });
  const { Credentials } = await eventually(account, () => account.clients.sts.send(command), {
    retry: (error) => /AccessDenied|NoSuchEntity/.test(error.name),
  });
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  const credentials: Credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return account.as(credentials);
}
