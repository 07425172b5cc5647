/** Addresses inside and outside networks. */
import ipaddr from "ipaddr.js";
import type { Samples } from "./samples.ts";

/** Whether an address is in a network changes at its first address and after its last, nowhere else. */
export function addressSamples(ranges: readonly string[]): Samples {
  const edges = new Map<4 | 16, Set<bigint>>([
    [4, new Set([0n])],
    [16, new Set([1n])],
  ]);
  let isComplete = true;
  for (const range of ranges) {
    const network = networkOf(range);
    if (network === "odd") isComplete = false;
    else if (network !== undefined) {
      const { bytes, first, size } = network;
      const most = 2n ** BigInt(bytes * 8);
      for (const edge of [first - 1n, first, first + size]) {
        if (edge >= 0n && edge < most) edges.get(bytes)?.add(edge);
      }
    }
  }
  const texts = [...edges].flatMap(([bytes, all]) => [...all].map((edge) => textOf(edge, bytes)));
  return { texts: [...new Set(texts)], isComplete };
}

interface Network {
  readonly bytes: 4 | 16;
  readonly first: bigint;
  readonly size: bigint;
}

/** `undefined`: it is none, and no address is in it. `odd`: one of IPv4, written as IPv6 with a length. */
function networkOf(range: string): Network | "odd" | undefined {
  const [base = "", prefix] = range.split("/");
  if (!ipaddr.isValid(base) || (prefix !== undefined && !ipaddr.isValidCIDR(range))) return undefined;
  const written = ipaddr.parse(base);
  const address = ipaddr.process(base);
  if (prefix !== undefined && written.kind() !== address.kind()) return "odd";
  const bytes = address.kind() === "ipv4" ? 4 : 16;
  const value = address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const size = 2n ** BigInt(bytes * 8 - Number(prefix ?? bytes * 8));
  return { bytes, first: value - (value % size), size };
}

function textOf(value: bigint, bytes: 4 | 16): string {
  const all = Array.from({ length: bytes }, (_, at) =>
    Number((value >> BigInt((bytes - 1 - at) * 8)) & 255n),
  );
  return ipaddr.fromByteArray(all).toString();
}
