/** Groups of the queue of which two invocations had messages at the same time: no role is worked on twice at once. */
import type { OnInvocation } from "./functions.ts";

interface AtOnce {
  readonly onInvocation: OnInvocation;
  readonly groups: () => readonly string[];
}

export function watchGroups(): AtOnce {
  const busy = new Map<string, number>();
  const found = new Set<string>();
  return {
    groups: () => [...found],
    onInvocation(name, event) {
      const records = name === "reconcile" ? queueRecordsIn(event) : [];
      const groups = new Set(records.map(({ attributes }) => attributes.MessageGroupId));
      for (const group of groups) {
        busy.set(group, (busy.get(group) ?? 0) + 1);
        if ((busy.get(group) ?? 0) > 1) found.add(group);
      }
      return () => {
        for (const group of groups) busy.set(group, (busy.get(group) ?? 1) - 1);
      };
    },
  };
}

interface QueueEvent {
  readonly Records: readonly {
    readonly attributes: { readonly MessageGroupId: string; readonly SentTimestamp: string };
  }[];
}

export function queueRecordsIn(event: unknown): QueueEvent["Records"] {
  return (event as QueueEvent).Records;
}
