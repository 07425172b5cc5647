/** What is wrong with a registry, by its host's form or by what was seen of it; the same for a project and for an image alone. */

import type { Evidence, RuleId } from "../model/finding.ts";
import { judgeHost } from "../model/registry-host.ts";
import { type CertificateFault, type RegistrySight, vantageName } from "../model/registry-sight.ts";
import type { Remedy } from "../model/remedy.ts";
import { zoneEvidence } from "./zone-evidence.ts";

export interface RegistryFault {
  readonly rule: Extract<
    RuleId,
    "registry-vpc-only" | "registry-unresolvable" | "registry-unreachable" | "registry-certificate"
  >;
  /** Said of a registry, `of` being empty or ` of project web`. */
  readonly title: (of: string) => string;
  /** One clause. */
  readonly why: string;
  readonly evidence: Evidence;
  readonly remedy: Remedy;
  /** Certain of CodeBuild, too. What another network sees is not, and whether a host is up can change at any time. */
  readonly blocks: boolean;
}

/** `undefined` where nothing is wrong, or nobody could tell. */
export function registryFault(host: string, sight: RegistrySight | undefined): RegistryFault | undefined {
  const byForm = judgeHost(host);
  if (byForm.kind === "private") {
    return {
      rule: "registry-vpc-only",
      title: cannotReach(host),
      why: byForm.why,
      evidence: [["why", byForm.why], ...zoneEvidence(sight?.zones)],
      remedy: moveToTheInternet,
      blocks: true,
    };
  }
  return sight && seenFault(host, sight);
}

function seenFault(host: string, sight: RegistrySight): RegistryFault | undefined {
  const { outcome, from } = sight;
  const isCertain = from === "outside any VPC";
  const seen = `, seen from ${vantageName(from)}`;
  switch (outcome.kind) {
    case "private":
      return {
        rule: "registry-vpc-only",
        title: isCertain
          ? cannotReach(host)
          : (of) => `The registry ${host}${of} has private addresses alone${seen}.`,
        why: "it has private addresses alone",
        evidence: [...sharedEvidence(sight), ...privateAddresses(sight), ...zoneEvidence(sight.zones)],
        remedy: moveToTheInternet,
        blocks: isCertain,
      };
    case "unresolvable": {
      const why = unresolvable[outcome.answer];
      return {
        rule: "registry-unresolvable",
        title: (of) => `No address is found for the registry ${host}${of}${isCertain ? "" : seen}.`,
        why,
        evidence: [...sharedEvidence(sight), ["why", why], ...zoneEvidence(sight.zones)],
        remedy: correctTheName,
        blocks: isCertain,
      };
    }
    case "unreachable":
      return {
        rule: "registry-unreachable",
        title: (of) => `The registry ${host}${of} ${unreachable[outcome.how].what}${seen}.`,
        why: outcome.why,
        evidence: [...endpointEvidence(sight, outcome.why), ...zoneEvidence(sight.zones)],
        remedy: [{ kind: "advice", text: unreachable[outcome.how].remedy }],
        blocks: false,
      };
    case "certificate":
      return {
        rule: "registry-certificate",
        title: (of) =>
          `The certificate of the registry ${host}${of} is not one that Docker accepts${isCertain ? "" : seen}.`,
        why: outcome.why,
        evidence: [...endpointEvidence(sight, outcome.why), ...zoneEvidence(sight.zones)],
        remedy: [{ kind: "advice", text: certificateRemedies[outcome.fault](host) }],
        blocks: isCertain,
      };
    default:
      return undefined;
  }
}

function cannotReach(host: string) {
  return (of: string) => `CodeBuild cannot reach the registry ${host}${of}.`;
}

function sharedEvidence({ from, aliases }: RegistrySight): Evidence {
  return [
    ["looked from", vantageName(from)],
    ...(aliases.length === 0 ? [] : [["leads to", aliases.join(", ")] as const]),
  ];
}

function endpointEvidence(sight: RegistrySight, why: string): Evidence {
  return [...sharedEvidence(sight), ["endpoint", sight.endpoint], ["why", why]];
}

/** In one order, for DNS gives another one each time. */
function privateAddresses({ addresses, outcome }: RegistrySight): Evidence {
  const whys = addresses.flatMap(({ why }) => (why === undefined ? [] : [why])).sort();
  if (whys.length === 0) return outcome.kind === "private" ? [["why", outcome.why]] : [];
  const shown = whys.slice(0, addressesShown).map((why) => ["why", why] as const);
  return whys.length > addressesShown
    ? [...shown, ["more", `${whys.length - addressesShown} addresses`]]
    : shown;
}

const addressesShown = 4;

const waysOut =
  "give the registry a public endpoint; or, where the image comes from a public registry that Amazon ECR supports, let a pull through " +
  "cache fetch it there; or mirror it to Amazon ECR from a machine that reaches the registry";

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
const moveToTheInternet: Remedy = [
  {
    kind: "advice",
    text:
      `${sentence(waysOut)} Changing the project's VPC does not help, and a project whose image is in Amazon ECR must ` +
      "have no registry credential.",
  },
];

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

const correctTheName: Remedy = [
  {
    kind: "advice",
    text:
      "Correct the host in the image, or put it into public DNS: a name in a private hosted zone or in an office's DNS is not " +
      `seen where CodeBuild pulls. If it is to stay private: ${waysOut}.`,
  },
];

const unresolvable = {
  "no-such-name": "DNS has no such name (NXDOMAIN)",
  "no-address": "DNS has the name, and no address for it",
} as const;

const outage = "See whether the registry is up";

const unreachable = {
  refused: {
    what: "refuses connections",
    remedy: "Look at the port in the image, and see whether the registry is up.",
  },
  "timed-out": {
    what: "does not answer",
    remedy: `${outage}, and whether its firewall admits connections from AWS. If it is not to be reached from there: ${waysOut}.`,
  },
  "no-route": {
    what: "cannot be reached",
    remedy: `${outage}, and whether its address is right. If it is not to be reached from AWS: ${waysOut}.`,
  },
  closed: {
    what: "closes connections without an answer",
    remedy: `${outage}, and whether its firewall admits connections from AWS.`,
  },
  "no-tls": {
    what: "does not speak TLS",
    remedy:
      "Serve the registry over HTTPS, and name that port in the image: CodeBuild pulls over HTTPS alone.",
  },
} as const;

const certificateRemedies: Readonly<Record<CertificateFault, (host: string) => string>> = {
  "wrong-name": (host) =>
    `Give the registry a certificate for ${host}, or write the name that its certificate has into the image.`,
  expired: () => "Renew the registry's certificate.",
  "not-yet-valid": () => "Give the registry a certificate that is valid now, and look at the clocks.",
  "self-signed": (host) => `Give the registry a certificate of a public authority for ${host}.`,
  "unknown-authority": (host) =>
    `Give the registry a certificate of a public authority for ${host}, and let it send the certificates between the two.`,
  invalid: (host) => `Give the registry a good certificate of a public authority for ${host}.`,
};
