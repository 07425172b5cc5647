/** Ports that ask each thing once, however many roles and projects want to know it. */
import { once } from "../observe/reading.ts";
import type { Reads } from "../ports.ts";

type Remembered = Pick<Reads, "secrets" | "keys" | "roles">;

export function remembered({ secrets, keys, roles }: Remembered): Remembered {
  const inRegion = <Result>(ask: (region: string, name: string) => Result) => {
    const regions = once((region: string) => once((name: string) => ask(region, name)));
    return (region: string, name: string) => regions(region)(name);
  };
  return {
    secrets: {
      describe: inRegion((region, reference) => secrets.describe(region, reference)),
      resourcePolicy: once((secret) => secrets.resourcePolicy(secret)),
    },
    keys: {
      describe: inRegion((region, key) => keys.describe(region, key)),
      policy: inRegion((region, key) => keys.policy(region, key)),
    },
    roles: {
      read: once((name) => roles.read(name)),
      inlinePolicies: once((name) => roles.inlinePolicies(name)),
      managedPolicies: once((name) => roles.managedPolicies(name)),
      managedPolicy: once((arn) => roles.managedPolicy(arn)),
    },
  };
}
