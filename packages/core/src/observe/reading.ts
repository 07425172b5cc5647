/** Reading so that what fails is known to be unknown. */
import type { Layer } from "@pullpass/access";
import { AwsFailure, refusalOf } from "../errors.ts";
import { InvalidArn } from "../model/arn.ts";
import type { Known } from "../model/known.ts";
import { parseOnce } from "../model/parse-once.ts";

/**
 * What was read, `absent` for `undefined`, and `unknown` with the failure's words for what AWS would not tell, or told in a
 * form that is not known.
 */
export async function known<T>(read: () => Promise<T | undefined>): Promise<Known<T>> {
  try {
    const value = await read();
    return value === undefined ? { kind: "absent" } : { kind: "known", value };
  } catch (error) {
    if (error instanceof InvalidArn) return malformed(error.message);
    if (!(error instanceof AwsFailure)) throw error;
    const refusal = refusalOf(error);
    return { kind: "unknown", reason: error.message, ...(refusal && { refusal }) };
  }
}

/** It was read, and nobody can make out what it says. */
export function malformed(reason: string): Extract<Known<never>, { kind: "unknown" }> {
  return { kind: "unknown", reason, refusal: { kind: "malformed" } };
}

/** Read for a layer of policies, of which none is there where nothing is. */
export async function knownLayer<T>(
  read: () => Promise<readonly T[] | undefined>,
): Promise<Layer<readonly T[]>> {
  const layer = await known(read);
  return layer.kind === "absent" ? { kind: "known", value: [] } : layer;
}

/** Read for a policy's text; one that is not JSON is unknown. */
export async function knownJson(read: () => Promise<string | undefined>): Promise<Known<unknown>> {
  const text = await known(read);
  return text.kind === "known" ? parsedJson(text.value) : text;
}

/** @see knownJson */
export function parsedJson(text: string): Known<unknown> {
  try {
    return { kind: "known", value: parseOnce(text) };
  } catch {
    return malformed("it is not JSON");
  }
}

/** Asked for once, when it is first wanted. */
export function onlyOnce<Result>(ask: () => Result): () => Result {
  const answer = once((_: undefined) => ask());
  return () => answer(undefined);
}

/** Each argument is asked for once, however often and how closely together the answer is wanted. */
export function once<Argument, Result>(ask: (argument: Argument) => Result): (argument: Argument) => Result {
  const results = new Map<Argument, Result>();
  return (argument) => {
    const result = results.get(argument) ?? ask(argument);
    results.set(argument, result);
    return result;
  };
}
