/** host → its judged addresses, looked up once. */
import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { judgeHost, type SeenAddress } from "@pullpass/core";
import type { Network } from "./network.ts";

/** What became of a host's name. Only `reachable` may be contacted, at those addresses alone. */
export type JudgedHost =
  | (Judged & { readonly kind: "public"; readonly reachable: readonly string[] })
  | (Judged & { readonly kind: "private"; readonly why: string })
  | (Judged & { readonly kind: "unresolvable"; readonly answer: "no-such-name" | "no-address" })
  | (Judged & { readonly kind: "unknown"; readonly why: string });

interface Judged {
  readonly host: string;
  readonly aliases: readonly string[];
  readonly addresses: readonly SeenAddress[];
}

/** A name that is private by its form, and a literal address, are judged without asking DNS. */
export async function judgedHost(host: string, network: Network, signal: AbortSignal): Promise<JudgedHost> {
  const nothing = { host, aliases: [], addresses: [] };
  if (isIP(host) !== 0) return judgedAddresses([host], nothing, network);
  const byForm = judgeHost(host);
  if (byForm.kind === "private") return { ...nothing, kind: "private", why: byForm.why };
  const resolver = new Resolver({ timeout: network.limits.dnsMs, tries: 2 });
  if (network.dnsServers !== undefined) resolver.setServers(network.dnsServers);
  const cancel = () => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    signal.throwIfAborted();
    const [ipv4, ipv6, aliases] = await Promise.all([
      answer(() => resolver.resolve4(host)),
      answer(() => resolver.resolve6(host)),
      aliasesOf(host, resolver, network.limits.aliases),
    ]);
    return together(ipv4, ipv6, { ...nothing, aliases }, network);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

type Answer =
  | { readonly kind: "addresses"; readonly addresses: readonly string[] }
  | { readonly kind: "no-such-name" | "no-address" }
  | { readonly kind: "failed"; readonly why: string };

async function answer(ask: () => Promise<readonly string[]>): Promise<Answer> {
  try {
    const addresses = await ask();
    return addresses.length === 0 ? { kind: "no-address" } : { kind: "addresses", addresses };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOTFOUND") return { kind: "no-such-name" };
    if (code === "ENODATA") return { kind: "no-address" };
    return { kind: "failed", why: dnsFailures[code] ?? `DNS did not answer (${code || "no reason given"})` };
  }
}

/** https://nodejs.org/api/dns.html#error-codes */
const dnsFailures: Readonly<Partial<Record<string, string>>> = {
  ESERVFAIL: "the DNS server could not find out (SERVFAIL)",
  EREFUSED: "the DNS server refused to answer (REFUSED)",
  ETIMEOUT: "the DNS server did not answer in time",
  ECANCELLED: "the DNS server did not answer in time",
  ECONNREFUSED: "no DNS server could be reached",
  EBADRESP: "the DNS server's answer could not be read",
  EBADNAME: "DNS takes no such name",
};

/** One kind of address is enough; that there is none, both have to say. */
function together(ipv4: Answer, ipv6: Answer, judged: Judged, network: Network): JudgedHost {
  const addresses = [ipv4, ipv6].flatMap((each) => (each.kind === "addresses" ? each.addresses : []));
  if (addresses.length > 0) return judgedAddresses(addresses, judged, network);
  const failed = [ipv4, ipv6].find((each) => each.kind === "failed");
  if (failed !== undefined) return { ...judged, kind: "unknown", why: failed.why };
  const isNowhere = ipv4.kind === "no-such-name" && ipv6.kind === "no-such-name";
  return { ...judged, kind: "unresolvable", answer: isNowhere ? "no-such-name" : "no-address" };
}

function judgedAddresses(all: readonly string[], judged: Judged, { judge }: Network): JudgedHost {
  const addresses = all.map((address): SeenAddress => {
    const verdict = judge(address);
    return verdict.kind === "private" ? { address, why: verdict.why } : { address };
  });
  const reachable = addresses.flatMap(({ address, why }) => (why === undefined ? [address] : []));
  const [first] = addresses;
  return reachable.length === 0
    ? { ...judged, addresses, kind: "private", why: first?.why ?? "it has no address" }
    : { ...judged, addresses, kind: "public", reachable };
}

/** Where the name leads to; as far as DNS tells, for it is evidence alone. */
async function aliasesOf(host: string, resolver: Resolver, most: number): Promise<readonly string[]> {
  const aliases: string[] = [];
  for (let name = host; aliases.length < most; ) {
    const [next] = await resolver.resolveCname(name).catch((): readonly string[] => []);
    if (next === undefined || aliases.includes(next)) return aliases;
    aliases.push(next);
    name = next;
  }
  return aliases;
}
