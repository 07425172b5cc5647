import { inspect } from "node:util";
import { AccessDenied, AwsFailure, Throttled, Unavailable } from "@pullpass/core";
import { UserError } from "../user-error.ts";
import type { Login } from "./login.ts";

/**
 * For calls that send the password. What AWS says of input that it does not take may quote it, in whole or in part, and
 * escaped in any way: then only the error's code is told.
 */
export async function withoutPassword<T>(login: Login, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isSilent(error) && !quotes(error, login)) throw error;
    throw inCode(error);
  }
}

/** These say who may not, or that nobody answered: never what was sent. */
function isSilent(error: unknown): boolean {
  return error instanceof AccessDenied || error instanceof Throttled || error instanceof Unavailable;
}

/** Whatever was put between its letters and digits. */
function quotes(error: unknown, { password }: Login): boolean {
  const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, "");
  const whole = inspect(error, { depth: 20, maxStringLength: null });
  return letters(whole).includes(letters(password));
}

/** Without a cause: `--debug` would tell it. */
function inCode(error: unknown): UserError {
  const code = error instanceof Error && error.cause instanceof Error ? error.cause.name : "unknown";
  const what = error instanceof AwsFailure ? `${error.call} on ${error.resource}` : "Storing the login";
  return new UserError(
    `${what} failed with ${code}; AWS's words are left out, for they may quote the password.`,
    "What the code means: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
  );
}
