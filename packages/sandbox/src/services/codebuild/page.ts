import { invalidInput } from "./errors.ts";

const pageSize = 100;

/** One page of a listing, 100 at a time. @throws InvalidInputException for a token that no listing gave */
export function page<T>(all: readonly T[], token: string | undefined) {
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString() || Number.NaN);
  if (!Number.isInteger(start)) throw invalidInput("Invalid nextToken");
  const end = start + pageSize;
  const nextToken = Buffer.from(String(end)).toString("base64");
  return { items: all.slice(start, end), ...(end < all.length && { nextToken }) };
}
