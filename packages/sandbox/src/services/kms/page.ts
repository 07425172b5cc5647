import { InvalidMarkerException } from "@aws-sdk/client-kms";

/** What a listing asks for: how many, and after which marker. */
export interface KmsPageRequest {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

/** One page of a listing in KMS's form; the marker counts what was passed. @throws InvalidMarkerException */
export function page<T>(all: readonly T[], { Limit = 100, Marker = "0" }: KmsPageRequest) {
  if (!/^\d+$/.test(Marker)) throw new InvalidMarkerException({ message: "Invalid marker", $metadata: {} });
  const start = Number(Marker);
  const end = start + Limit;
  const more = end < all.length;
  return { items: all.slice(start, end), Truncated: more, ...(more && { NextMarker: String(end) }) };
}
