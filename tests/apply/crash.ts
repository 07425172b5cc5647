/** A process that dies at a given call: before the call takes effect, or after it and before its answer arrives. */
import type { Writes } from "../../packages/core/src/ports.ts";

export class Crash extends Error {}

export interface Life {
  /** Every call to the world outside goes through here. After death, none gets out. */
  call<T>(effect: () => Promise<T>): Promise<T>;
  /** The calls that were made or tried. */
  calls(): number;
}

/** Dies at the call with that number, counted from 0. */
export function life(diesAt: number, moment: "before" | "after"): Life {
  let calls = 0;
  let isDead = false;
  return {
    async call(effect) {
      if (isDead) throw new Crash("dead already");
      const isLast = calls++ === diesAt;
      if (!isLast) return effect();
      isDead = true;
      if (moment === "after") await effect();
      throw new Crash(`died ${moment} call ${diesAt}`);
    },
    calls: () => calls,
  };
}

/** The same ports, within that life. */
export function within({ call }: Life, { ledger, clock, roles, projects }: Writes): Writes {
  return {
    clock,
    ledger: mortal(ledger, call),
    roles: mortal(roles, call),
    projects: mortal(projects, call),
  };
}

function mortal<Port extends object>(port: Port, call: Life["call"]): Port {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...parameters: readonly unknown[]) => call(() => method.apply(target, parameters));
    },
  });
}
