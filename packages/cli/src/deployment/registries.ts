/** Registries as they are seen from outside any VPC of the sandbox: its DNS stands in for the internet, and nobody is contacted. */
import { judgeAddress, type Registries, type RegistrySight, type SightOutcome } from "@pullpass/core";
import { dns, isPublicAddress, type Sandbox } from "@pullpass/sandbox";

export function sandboxRegistries(sandbox: Sandbox): Registries {
  return {
    async look({ host, port }): Promise<RegistrySight> {
      const addresses = dns(sandbox).resolve(host);
      return {
        host,
        endpoint: `${host}:${port ?? 443}`,
        from: "outside any VPC",
        at: sandbox.clock.now().toISOString(),
        aliases: [],
        addresses: addresses.map((address) =>
          isPublicAddress(address) ? { address } : { address, why: whyPrivate(address) },
        ),
        outcome: outcomeOf(addresses),
      };
    },
  };
}

/** What is there answers: the sandbox's builds reach every public address. */
function outcomeOf(addresses: readonly string[]): SightOutcome {
  const [first] = addresses;
  if (first === undefined) return { kind: "unresolvable", answer: "no-such-name" };
  const address = addresses.find(isPublicAddress);
  return address === undefined
    ? { kind: "private", why: whyPrivate(first) }
    : { kind: "answers", address, status: 401 };
}

function whyPrivate(address: string): string {
  const verdict = judgeAddress(address);
  return verdict.kind === "private" ? verdict.why : `${address} is not an address of the internet`;
}
