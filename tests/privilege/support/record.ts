/** Scenarios with each function under its synthesized role, and what the functions asked IAM for in them. */
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { FunctionName } from "../../../packages/functions/src/deployment/index.ts";
import type { RecordedCall } from "../../../packages/sandbox/src/index.ts";
import { enableSecurityHub } from "../../end-to-end/support/security-hub.ts";
import { createWorld, home, type World } from "../../end-to-end/support/world.ts";
import type { Role } from "./policy.ts";
import type { Ask } from "./review.ts";
import { scenarios } from "./scenarios.ts";

export const functionNames: readonly FunctionName[] = [
  "ingest",
  "reconcile",
  "sweep",
  "registry",
  "credentials",
  "notify",
  "securityhub",
];

export type Roles = Readonly<Record<FunctionName, Role>>;
type Recording = Readonly<Record<FunctionName, readonly RecordedCall[]>>;

/** Plays the scenario to its end, a sweep included. */
export async function record(scenario: string, roles: Roles): Promise<Recording> {
  const world = await createWorld({
    collectMinutes: 1,
    summarySchedule: "rate(1 hour)",
    chat: true,
    credentialChecks: true,
    retryBuilds: true,
    securityHub: true,
  });
  await enableSecurityHub(world);
  for (const name of functionNames) await giveRole(name, roles[name], world);
  await scenarios[scenario]?.(world);
  await world.rest();
  await world.sweep();
  const by = (name: FunctionName) =>
    world.sandbox.calls.filter(({ principal }) => principal.includes(`/pullpass-${name}-${home}/`));
  return {
    ingest: by("ingest"),
    reconcile: by("reconcile"),
    sweep: by("sweep"),
    registry: by("registry"),
    credentials: by("credentials"),
    notify: by("notify"),
    securityhub: by("securityhub"),
  };
}

async function giveRole(name: FunctionName, { policies }: Role, { iam }: World): Promise<void> {
  const RoleName = `pullpass-${name}-${home}`;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "permissions" }));
  for (const [index, document] of policies.entries()) {
    const PolicyDocument = JSON.stringify(document);
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: `synthesized-${index}`, PolicyDocument }),
    );
  }
}

export function refusalsIn(calls: readonly RecordedCall[]): readonly string[] {
  return calls
    .filter(({ outcome }) => /denied|authoriz/i.test(outcome))
    .map(({ service, operation, permissions, outcome }) => {
      const asked = permissions.map(({ action, resource }) => `${action} on ${resource}`);
      return `${service}:${operation} ${asked.join(" ")} ${outcome}`;
    });
}

/** What calls that succeeded asked for, each once. */
export function asksIn(calls: readonly RecordedCall[]): readonly Ask[] {
  const asks = calls.filter(({ outcome }) => outcome === "ok").flatMap(({ permissions }) => permissions);
  return [...new Map(asks.map((ask) => [`${ask.action} ${ask.resource}`, ask])).values()];
}
