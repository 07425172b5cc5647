/** registry → what is seen of it: DNS, the judge of addresses, TCP, TLS, `GET /v2/`. */
import type { RegistrySight, SightOutcome, Vantage } from "@pullpass/core";
import { followed } from "../network/follow.ts";
import type { Network } from "../network/network.ts";
import type { HttpAnswer } from "../network/request.ts";
import { type JudgedHost, judgedHost } from "../network/resolve.ts";
import { endpointOf, isRegistryPort } from "./endpoint.ts";

export interface RegistryLookOptions {
  readonly network: Network;
  readonly from: Vantage;
  readonly now: () => Date;
}

/** `host` and `port` as an image names them. Never throws: what cannot be told is `unknown`. */
export async function lookAtRegistry(
  named: { readonly host: string; readonly port: number | undefined },
  { network, from, now }: RegistryLookOptions,
): Promise<RegistrySight> {
  const endpoint = endpointOf(named);
  const sight = {
    host: named.host,
    endpoint: `${endpoint.host}:${endpoint.port}`,
    from,
    at: now().toISOString(),
  };
  const nothing = { ...sight, aliases: [], addresses: [] };
  if (!isRegistryPort(endpoint.port))
    return { ...nothing, outcome: unknown(`port ${endpoint.port} is not looked at: no registry is there`) };
  const signal = AbortSignal.timeout(network.limits.totalMs);
  const judged = await judgedHost(endpoint.host, network, signal).catch(
    (): JudgedHost => ({
      ...nothing,
      host: endpoint.host,
      kind: "unknown",
      why: "DNS did not answer in time",
    }),
  );
  const { aliases, addresses } = judged;
  const outcome =
    judged.kind === "public"
      ? outcomeOf(
          await followed({ host: judged, port: endpoint.port, method: "GET", path: "/v2/" }, network, signal),
        )
      : withoutContact(judged);
  return { ...sight, aliases, addresses, outcome };
}

function withoutContact(judged: Exclude<JudgedHost, { kind: "public" }>): SightOutcome {
  switch (judged.kind) {
    case "private":
      return { kind: "private", why: judged.why };
    case "unresolvable":
      return { kind: "unresolvable", answer: judged.answer };
    case "unknown":
      return unknown(judged.why);
  }
}

function outcomeOf(answer: HttpAnswer): SightOutcome {
  switch (answer.kind) {
    case "answered": {
      const { address, status } = answer;
      return status === 200 || status === 401
        ? { kind: "answers", address, status }
        : unknown(`${address} answered ${status} to /v2/, which a registry answers with 200 or 401`);
    }
    case "certificate":
      return answer;
    case "no-way":
    case "unreadable":
      return unknown(answer.why);
    default:
      return { kind: "unreachable", how: answer.kind, why: answer.why };
  }
}

function unknown(why: string): SightOutcome {
  return { kind: "unknown", why };
}
