/** registry → what is seen of it: DNS, the judge of addresses, TCP, TLS, `GET /v2/`. */
import type { RegistryName, RegistrySight, SightOutcome, Vantage } from "@pullpass/core";
import { followed } from "../network/follow.ts";
import type { Network } from "../network/network.ts";
import { isRegistryPort } from "../network/registry-port.ts";
import type { HttpAnswer } from "../network/request.ts";
import type { JudgedHost } from "../network/resolve.ts";
import { type Way, wayThrough } from "../network/way.ts";
import { endpointOf } from "./endpoint.ts";

export interface RegistryLookOptions {
  readonly network: Network;
  readonly from: Vantage;
  readonly now: () => Date;
}

/** Never throws: what cannot be told is `unknown`. */
export async function lookAtRegistry(
  registry: RegistryName,
  options: RegistryLookOptions,
): Promise<RegistrySight> {
  const { network } = options;
  return (await lookThrough(wayThrough(network, network.limits.totalMs), registry, options)).sight;
}

/** The look, and what the registry answered where it is one. */
export interface Looked {
  readonly sight: RegistrySight;
  readonly answer: Extract<HttpAnswer, { kind: "answered" }> | undefined;
}

export async function lookThrough(
  way: Way,
  registry: RegistryName,
  { from, now }: Pick<RegistryLookOptions, "from" | "now">,
): Promise<Looked> {
  const endpoint = endpointOf(registry);
  const sight = {
    host: registry.host,
    endpoint: `${endpoint.host}:${endpoint.port}`,
    from,
    at: now().toISOString(),
  };
  if (!isRegistryPort(endpoint.port)) {
    const outcome = unknown(`port ${endpoint.port} is not looked at: no registry is there`);
    return { sight: { ...sight, aliases: [], addresses: [], outcome }, answer: undefined };
  }
  const judged = await way.judged(endpoint.host);
  const { aliases, addresses } = judged;
  if (judged.kind !== "public")
    return { sight: { ...sight, aliases, addresses, outcome: withoutContact(judged) }, answer: undefined };
  const answer = await followed({ host: judged, port: endpoint.port, method: "GET", path: "/v2/" }, way);
  const outcome = outcomeOf(answer);
  return {
    sight: { ...sight, aliases, addresses, outcome },
    answer: outcome.kind === "answers" && answer.kind === "answered" ? answer : undefined,
  };
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
