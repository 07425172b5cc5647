/** Calls that `pullpass doctor` makes: what AWS does not tell is unknown, and what is not there is absent. */
import { NotFound, Refused } from "@pullpass/core";
import { withAwsErrors } from "@pullpass/core/aws";
import { type Known, known } from "@pullpass/core/parts";

/** `call` as IAM names it: `lambda:GetPolicy`. */
export function told<T>(
  call: string,
  resource: string,
  ask: () => Promise<T | undefined>,
): Promise<Known<T>> {
  return known(() => ifThere(() => withAwsErrors({ call, resource }, ask)));
}

/** A listing that goes on for so long is none. */
const pagesMax = 100;

/** All pages of a listing. */
export async function pages<Item>(
  read: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly Item[] | undefined; readonly next: string | undefined }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  for (let count = 0; count < pagesMax; count++) {
    const { items = [], next } = await read(token);
    all.push(...items);
    if (next === undefined || next === "") return all;
    token = next;
  }
  throw new Error(`the listing does not end within ${pagesMax} pages`);
}

async function ifThere<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFound || (error instanceof Refused && isMissing(error.cause))) return undefined;
    throw error;
  }
}

/** CloudFormation has no error of its own for a stack that is not there. */
function isMissing(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause.name === "ValidationError") return / does not exist$/.test(cause.message);
  return cause.name === "QueueDoesNotExist" || cause.name === "TrailNotFoundException";
}
