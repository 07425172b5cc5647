/** Whether a role may do something, asked so that IAM's delay is not taken for an answer. */
import type { Account } from "./account.ts";
import { eventually } from "./eventually.ts";
import { rethrowUnlessRefused } from "./probe.ts";

export interface Question {
  /** A call that the same policy certainly allows: once it succeeds, the policy is known. */
  readonly control: () => Promise<unknown>;
  readonly asked: () => Promise<unknown>;
}

export interface Decision {
  readonly answer: "allowed" | "denied" | "it varies";
  /** AWS's words, of the last refusal. */
  readonly words?: string;
}

const times = 3;

/** Asks three times: parts of IAM learn of a change one after the other. */
export async function decisionOf(account: Account, { control, asked }: Question): Promise<Decision> {
  await eventually(account, control, { retry: isDenial });
  let denials = 0;
  let words: string | undefined;
  for (let time = 0; time < times; time += 1) {
    await account.pause(5_000);
    try {
      await asked();
    } catch (error) {
      rethrowUnlessRefused(error);
      if (!isDenial(error)) throw error;
      denials += 1;
      words = error.message;
    }
  }
  const answer = denials === 0 ? "allowed" : denials === times ? "denied" : "it varies";
  return { answer, ...(words !== undefined && { words }) };
}

export function isDenial({ name, message }: Error): boolean {
  return (
    /AccessDenied|AuthorizationError/.test(name) ||
    /not authorized|Access to KMS is not allowed/.test(message)
  );
}
