/**
 * Waits for all of them, and throws only then what one failed with, the first in line: a function that has answered is frozen, with
 * whatever it still had under way. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function allSettled(all: Iterable<Promise<unknown>>): Promise<void> {
  for (const each of await Promise.allSettled(all)) if (each.status === "rejected") throw each.reason;
}
