import { inspect } from "node:util";
import { Problem } from "../problem.ts";
import type { Login } from "./login.ts";

/** Errors of the call go on, unless they quote the password: then only their words without it do. */
export async function withoutPassword<T>({ password }: Login, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const quotes = [password, JSON.stringify(password).slice(1, -1)];
    const whole = inspect(error, { depth: 20, showHidden: true, maxStringLength: null });
    if (!quotes.some((quote) => whole.includes(quote))) throw error;
    const said = error instanceof Error ? error.message : String(error);
    const words = quotes.reduce((text, quote) => text.replaceAll(quote, "[password]"), said);
    throw new Problem(words, "Look at what AWS says of the secret, then try again.");
  }
}
