import { awsError } from "../../errors.ts";

const pageSizeMax = 100;

/** One page of a listing, and the token of the next, if there is one. @throws ValidationException */
export function page<T>(all: readonly T[], token: string | undefined, limit = pageSizeMax) {
  const start = Number(Buffer.from(token ?? "", "base64").toString());
  if (!Number.isInteger(start)) throw awsError("ValidationException", "The token provided is invalid.");
  const end = start + limit;
  const NextToken = Buffer.from(String(end)).toString("base64");
  return { items: all.slice(start, end), token: end < all.length ? { NextToken } : {} };
}
