import { BlockList, isIP } from "node:net";
import { InvalidPattern } from "./invalid-pattern.ts";
import type { Scalar } from "./scalars.ts";

/** `10.0.0.0/24` or `2001:db8::/32`. @throws InvalidPattern */
export function inNetwork(text: string): (value: Scalar) => boolean {
  const [address = "", prefix = ""] = text.split("/");
  const version = isIP(address);
  const bits = Number(prefix);
  if (version === 0 || !/^\d+$/.test(prefix) || bits > (version === 4 ? 32 : 128)) {
    throw new InvalidPattern(`Malformed CIDR, one '/' required: ${text}`);
  }
  const network = new BlockList();
  network.addSubnet(address, bits, version === 4 ? "ipv4" : "ipv6");
  return (value) =>
    typeof value === "string" &&
    isIP(value) === version &&
    network.check(value, version === 4 ? "ipv4" : "ipv6");
}
