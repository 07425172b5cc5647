/**
 * Waits for all of them, and throws only then what one failed with, the first in line: a function that has answered is frozen, with
 * whatever it still had under way. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function allSettled<Result>(all: Iterable<Promise<Result>>): Promise<readonly Result[]> {
  const settled = await Promise.allSettled(all);
  return settled.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}
