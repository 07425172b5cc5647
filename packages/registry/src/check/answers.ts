/** What may be repeated of a registry's answers: numbers, and the codes of the specification. A registry can write anything into the rest, the login included. */
import type { IncomingHttpHeaders } from "node:http";
import { isJsonObject, type PullRate } from "@pullpass/core";
import { jsonObject } from "./session.ts";

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
const knownCodes: readonly string[] = [
  "BLOB_UNKNOWN",
  "DENIED",
  "MANIFEST_UNKNOWN",
  "NAME_INVALID",
  "NAME_UNKNOWN",
  "TOOMANYREQUESTS",
  "UNAUTHORIZED",
  "UNSUPPORTED",
];

export function codesIn(body: Uint8Array): readonly string[] {
  const errors = jsonObject(body)?.errors;
  if (!Array.isArray(errors)) return [];
  const codes = errors.slice(0, errorsMax).map((each) => (isJsonObject(each) ? each.code : undefined));
  return knownCodes.filter((code) => codes.includes(code));
}

const errorsMax = 100;

/** `100;w=21600`: https://docs.docker.com/docker-hub/usage/pulls/#view-pull-rate-and-limit */
export function rateIn(headers: IncomingHttpHeaders): PullRate | undefined {
  const [limit, windowSeconds] = numbersIn(headers["ratelimit-limit"]);
  const [remaining] = numbersIn(headers["ratelimit-remaining"]);
  const [retryAfterSeconds] = numbersIn(headers["retry-after"]);
  const rate = { limit, remaining, windowSeconds, retryAfterSeconds };
  return Object.values(rate).every((value) => value === undefined) ? undefined : rate;
}

function numbersIn(header: string | readonly string[] | undefined): readonly (number | undefined)[] {
  const text = typeof header === "string" ? header : "";
  const [, first, second] = /^\s*(\d{1,9})\s*(?:;\s*w=(\d{1,9}))?\s*$/.exec(text) ?? [];
  return [first, second].map((each) => (each === undefined ? undefined : Number(each)));
}
