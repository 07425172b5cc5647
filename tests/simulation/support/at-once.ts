/** Roles that two invocations worked on at the same time. The work of a sweep is only looked at: docs/architecture.md. */
import type { OnInvocation } from "./functions.ts";

interface AtOnce {
  readonly onInvocation: OnInvocation;
  readonly roles: () => readonly string[];
}

export function watchRoles(): AtOnce {
  const busy = new Map<string, number>();
  const found = new Set<string>();
  return {
    roles: () => [...found],
    onInvocation(name, event) {
      const records = name === "reconcile" ? queueRecordsIn(event) : [];
      const urgent = records.filter(
        ({ eventSourceARN }) => !eventSourceARN.endsWith(":pullpass-sweep-work.fifo"),
      );
      const roles = new Set(urgent.flatMap(({ body }) => roleIn(body)));
      for (const role of roles) {
        busy.set(role, (busy.get(role) ?? 0) + 1);
        if ((busy.get(role) ?? 0) > 1) found.add(role);
      }
      return () => {
        for (const role of roles) busy.set(role, (busy.get(role) ?? 1) - 1);
      };
    },
  };
}

/** Of the work for a role: a build that is started again waits beside it. */
function roleIn(body: string): readonly string[] {
  const { role, retry } = JSON.parse(body) as { readonly role?: string; readonly retry?: unknown };
  return role === undefined || retry !== undefined ? [] : [role];
}

interface QueueEvent {
  readonly Records: readonly {
    readonly body: string;
    readonly eventSourceARN: string;
    readonly attributes: { readonly SentTimestamp: string };
  }[];
}

export function queueRecordsIn(event: unknown): QueueEvent["Records"] {
  return (event as QueueEvent).Records;
}
