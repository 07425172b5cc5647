/** trigger → work, for many events at once: what asks for the same is asked once. */
import { type Project, type Scoped, scope, type Trigger } from "@pullpass/core";
import { iamPolicyHolders } from "@pullpass/core/aws";
import type { Session } from "../session/session.ts";

/** Remembers the projects that it listed, and the answers that it gave. @throws the errors of core */
export function scoping(look: Session): (trigger: Trigger) => Promise<Scoped> {
  const { ports, place, account } = look;
  const policyHolders = iamPolicyHolders(account.connection, account.region);
  const reads = { ...ports, policyHolders, projects: listedOnce(look) };
  const known = new Map<string, Promise<Scoped>>();

  return async (trigger) => {
    const { cause } = trigger;
    const key = JSON.stringify(trigger, (name, value) => (name === "cause" ? undefined : value));
    const scoping = known.get(key) ?? scope(trigger, reads, place);
    known.set(key, scoping);
    const scoped = await scoping;
    if (scoped.kind === "ignored") return scoped;
    return { kind: "work", work: scoped.work.map((each) => ({ ...each, causes: [cause] })) };
  };
}

function listedOnce({ ports: { projects }, everyProject }: Session): Pick<typeof projects, "read" | "list"> {
  let listed: ReadonlyMap<string, Project> | undefined;
  return {
    async *list() {
      listed = new Map((await everyProject()).map((project) => [project.name, project]));
      yield [...listed.keys()];
    },
    async read(region, names) {
      if (listed === undefined) return projects.read(region, names);
      return names.flatMap((name) => listed?.get(name) ?? []);
    },
  };
}
