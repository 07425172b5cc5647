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

/** 1 to 100 names or ids in a batch. @throws InvalidInputException */
export function requireBatch(member: string, items: readonly string[] | undefined): readonly string[] {
  const count = items?.length ?? 0;
  if (items && count > 0 && count <= pageSize) return items;
  const bound = count > 0 ? `less than or equal to ${pageSize}` : "greater than or equal to 1";
  throw invalidInput(
    `1 validation error detected: Value '[${items ?? ""}]' at '${member}' failed to satisfy constraint: Member must have length ${bound}`,
  );
}
