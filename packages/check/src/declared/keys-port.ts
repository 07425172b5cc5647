/** The keys that the files make, as core reads keys. */
import { arnParts, type Project, type Reads } from "@pullpass/core";
import { type Key, parseKeyArn } from "@pullpass/core/parts";
import { textOf, type Value } from "../worlds/value.ts";
import type { Declared, DeclaredKey } from "./declared.ts";
import { type InWorld, OnlyNamed, policyText } from "./in-world.ts";

export function keysPort(world: InWorld): Reads["keys"] {
  const { declared, project, around } = world;
  const { account } = around;
  return {
    async describe(region, id) {
      const key = keyBy(id, declared);
      if (key !== undefined) return describedKey(key, world);
      if (account !== undefined) return account.keys.describe(region, id);
      throw new OnlyNamed(id, `the key ${id} is not in the files`);
    },
    async policy(region, id) {
      const key = keyBy(id, declared);
      if (key === undefined) return account?.keys.policy(region, id);
      const { policy = defaultKeyPolicy(project) } = key;
      return policyText(policy, world, { AWS: project.role });
    },
    grants: async (arn) => (isDeclaredKey(arn, declared) ? [] : (account?.keys.grants(arn) ?? [])),
    aliases: async (arn) => {
      const key = keyBy(arn, declared);
      return key === undefined
        ? (account?.keys.aliases(arn) ?? [])
        : key.aliases.flatMap((alias) => textOf(alias) ?? []);
    },
    tags: async (arn) => (isDeclaredKey(arn, declared) ? {} : (account?.keys.tags(arn) ?? {})),
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy({ role }: Project): Value {
  const { partition, account } = arnParts(role);
  const principal = { AWS: `arn:${partition}:iam::${account}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "kms:*", Resource: "*" }],
  };
}

function keyBy(id: string, { keys }: Declared): DeclaredKey | undefined {
  return keys.find(({ arn, aliases }) => {
    const names = aliases.flatMap((alias) => textOf(alias) ?? []);
    return (
      arn === id || arn.endsWith(`:key/${id}`) || names.some((name) => id === name || id.endsWith(`:${name}`))
    );
  });
}

function isDeclaredKey(arn: string, declared: Declared): boolean {
  return keyBy(arn, declared) !== undefined;
}

function describedKey({ arn, enabled, spec }: DeclaredKey, { project }: InWorld): Key {
  return {
    arn: parseKeyArn(arn),
    account: project.account,
    manager: "CUSTOMER",
    state: enabled === false || enabled === "false" ? "Disabled" : "Enabled",
    spec: textOf(spec) ?? "SYMMETRIC_DEFAULT",
  };
}
