/** What was ever wanted: pullpass may grant that, late, and nothing else. */
import type { Account } from "./account.ts";
import { isIgnored, wantsIn } from "./oracle.ts";
import { grantsIn } from "./policy.ts";
import { look } from "./view.ts";

export interface History {
  readonly everWanted: readonly {
    readonly project: string;
    readonly role: string;
    readonly secret: string;
  }[];
  /** Adds what is wanted now. */
  remember(account: Account): Promise<void>;
  /** What pullpass wrote since it was last asked, and nobody ever wanted. */
  neverWanted(account: Account): readonly string[];
}

export function startHistory(): History {
  const wanted = new Map<string, History["everWanted"][number]>();
  return {
    get everWanted() {
      return [...wanted.values()];
    },
    async remember({ world }) {
      const view = await look(world);
      const open = view.roles.filter(({ tags, isForCodeBuild }) => isForCodeBuild && !isIgnored(tags));
      for (const { project, role, secret } of wantsIn(view)) {
        if (!open.some(({ name }) => name === role)) continue;
        wanted.set(`${project} ${role} ${secret.arn}`, { project, role, secret: secret.arn });
      }
    },
    neverWanted({ watch }) {
      return watch.newPolicies().flatMap(({ role, document }) => {
        const grants = grantsIn(document);
        if (grants === undefined) return [`pullpass wrote to ${role}: ${document}`];
        return [...grants.keys()]
          .filter(
            (secret) => ![...wanted.values()].some((each) => each.role === role && each.secret === secret),
          )
          .map((secret) => `pullpass granted ${secret} to ${role}, which never was to have it`);
      });
    },
  };
}
