/** What was seen of a registry, as labels and values. */
import { type Evidence, listed, type RegistrySight, type SightOutcome, vantageName } from "@pullpass/core";

export function sightFacts(sight: RegistrySight): Evidence {
  const { endpoint, aliases, addresses, outcome, from } = sight;
  return [
    ["endpoint", endpoint],
    ...(aliases.length === 0 ? [] : [["leads to", listed(aliases, namesMax)] as const]),
    ...(addresses.length === 0
      ? []
      : [
          [
            "addresses",
            listed(
              addresses.map(({ address }) => address),
              namesMax,
            ),
          ] as const,
        ]),
    ["seen", seen(outcome)],
    ["from", vantageName(from)],
  ];
}

const namesMax = 6;

function seen(outcome: SightOutcome): string {
  switch (outcome.kind) {
    case "answers":
      return `${outcome.address} answers as a registry, with ${outcome.status}, over TLS`;
    case "private":
      return `no public address, so nothing was contacted: ${outcome.why}`;
    case "unresolvable":
      return outcome.answer === "no-such-name"
        ? "DNS has no such name"
        : "DNS has the name, and no address for it";
    case "unknown":
      return `could not tell: ${outcome.why}`;
    default:
      return outcome.why;
  }
}
