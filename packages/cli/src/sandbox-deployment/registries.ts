/** Registries as they are seen from outside any VPC of the sandbox: its DNS stands in for the internet, and nobody is contacted. */
import {
  judgeAddress,
  type LoginOutcome,
  type Logins,
  type RegistryName,
  type RegistrySight,
  type SightOutcome,
} from "@pullpass/core";
import {
  type AskedImage,
  dns,
  isPublicAddress,
  type Registry,
  type RegistryAnswer,
  type RegistryLogin,
  registries,
  type Sandbox,
} from "@pullpass/sandbox";

export interface SandboxRegistries {
  look(registry: RegistryName): Promise<RegistrySight>;
}

export function sandboxRegistries(sandbox: Sandbox): SandboxRegistries {
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

async function answerOf(
  registry: Registry,
  image: AskedImage,
  login: RegistryLogin,
): Promise<RegistryAnswer> {
  if ("ask" in registry) return registry.ask(image, login);
  return { status: registry.username === login.username && registry.password === login.password ? 200 : 401 };
}

function loginOutcomeOf(by: string, { status, platforms, rate: told }: RegistryAnswer): LoginOutcome {
  const rate = told && { retryAfterSeconds: undefined, ...told };
  if (status === 401 || status === 403) return { kind: "rejected", by, status, codes: ["UNAUTHORIZED"] };
  if (status === 429) return { kind: "rate-limited", by, rate };
  if (status !== 200) return { kind: "not-shown", login: "accepted", status, codes: ["MANIFEST_UNKNOWN"] };
  const built = platforms?.map((each) => ({ osVersion: undefined, ...each }));
  return { kind: "shown", login: "accepted", digest: undefined, platforms: built, rate };
}

/** The sandbox's registries know one user each; those that nobody added take every login, as its builds find. */
export function sandboxLogins(sandbox: Sandbox, seen: SandboxRegistries): Logins {
  return {
    async check(image, { username, password }) {
      const sight = await seen.look(image);
      if (sight.outcome.kind !== "answers") return { sight, outcome: { kind: "not-reached" } };
      const { host, port } = image;
      const known = registries(sandbox).find(port === undefined ? host : `${host}:${port}`);
      const reference = image.digest ?? image.tag ?? "latest";
      const login = { username, password };
      const answer = known && (await answerOf(known, { repository: image.repository, reference }, login));
      return { sight, outcome: loginOutcomeOf(host, answer ?? { status: 200 }) };
    },
  };
}
