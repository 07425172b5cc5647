/**
 * The account as the files leave it, for core's own `observe`: what they make is read from them, and of what they only
 * name nobody knows more, unless somebody looks it up.
 */
import type { Reads } from "@pullpass/core";
import type { InWorld } from "./in-world.ts";
import { keysPort } from "./keys-port.ts";
import { rolesPort } from "./roles-port.ts";
import { secretsPort } from "./secrets-port.ts";

export function portsFor(world: InWorld): Reads {
  const { project, around } = world;
  const { account } = around;
  return {
    projects: { read: async () => [project] },
    secrets: secretsPort(world),
    keys: keysPort(world),
    roles: rolesPort(world),
    ledger: {
      grants: async () => [],
      driftRounds: async () => new Map(),
      policyWritten: async () => undefined,
    },
    ...(account?.organization && { organization: account.organization }),
    clock: { now: () => new Date(around.now) },
  };
}
