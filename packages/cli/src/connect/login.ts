/** The user name and the password: never from an argument, which process lists and shells' histories keep. */

import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface LoginOptions {
  readonly username?: string;
  readonly passwordStdin?: true;
}

/** From standard input, or asked for on the terminal. @throws UserError if neither gives it */
export async function readLogin(options: LoginOptions, host: string, out: Terminal): Promise<Login> {
  const username = options.username ?? (await asked(`User name for ${host}: `, "plain", out));
  if (username === "") throw new UserError("The user name is empty.", "Name it with --username.");
  const password =
    options.passwordStdin === true
      ? passwordIn(await out.input())
      : await asked(`Password or token for ${host} (not shown): `, "secret", out);
  if (password === "")
    throw new UserError("The password is empty.", "Give it on standard input, with --password-stdin.");
  return { username, password };
}

/** What the secret holds. https://docs.aws.amazon.com/codebuild/latest/userguide/sample-private-registry.html */
export function secretText({ username, password }: Login): string {
  return JSON.stringify({ username, password });
}

async function asked(question: string, as: "plain" | "secret", out: Terminal): Promise<string> {
  if (out.interactive) return out.ask(question, as);
  throw new UserError(
    "The registry's user name and password are needed, and nobody is there to ask.",
    "Name the user with --username, and pipe the password in with --password-stdin.",
  );
}

/** Without the line's end that `echo` adds. */
function passwordIn(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r?\n$/, "");
  } catch {
    throw new UserError("The password is not text in UTF-8.", "Give it as text on standard input.");
  }
}
