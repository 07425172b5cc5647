/** Ports that ask each thing once, however many roles and projects want to know it. */
import type { Reads } from "../../ports.ts";
import { once } from "../reading.ts";

type Memoized = Pick<Reads, "keys" | "roles" | "secrets">;

export function memoizedReads({ secrets, keys, roles }: Memoized): Memoized {
  const { names } = secrets;
  const inRegion = <Result>(ask: (region: string, name: string) => Result) => {
    const regions = once((region: string) => once((name: string) => ask(region, name)));
    return (region: string, name: string) => regions(region)(name);
  };
  return {
    secrets: {
      describe: inRegion((region, reference) => secrets.describe(region, reference)),
      resourcePolicy: once((secret) => secrets.resourcePolicy(secret)),
      currentKeys: once((secret) => secrets.currentKeys(secret)),
      ...(names && { names: once((region) => names(region)) }),
    },
    keys: {
      describe: inRegion((region, key) => keys.describe(region, key)),
      policy: inRegion((region, key) => keys.policy(region, key)),
      grants: once((key) => keys.grants(key)),
      aliases: once((key) => keys.aliases(key)),
      tags: once((key) => keys.tags(key)),
    },
    roles: {
      read: once((name) => roles.read(name)),
      inlinePolicies: once((name) => roles.inlinePolicies(name)),
      managedPolicies: once((name) => roles.managedPolicies(name)),
      managedPolicy: once((arn) => roles.managedPolicy(arn)),
    },
  };
}
