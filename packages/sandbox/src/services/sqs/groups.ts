import { isAvailable } from "./availability.ts";
import type { Queue, StoredMessage } from "./state.ts";

/**
 * What a FIFO queue gives now: group by group, so that one call holds all that a group has before the next begins. A group
 * gives its oldest messages up to the first that cannot be received. The group that was received from last is last in turn.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export function receivableByGroup(
  queue: Queue,
  now: number,
  except: ReadonlySet<string>,
): readonly StoredMessage[] {
  const groups = groupsInTurn(queue);
  return [...groups]
    .filter(([group]) => !except.has(group))
    .flatMap(([, messages]) => {
      const end = messages.findIndex((message) => !isAvailable(message, now));
      return end < 0 ? messages : messages.slice(0, end);
    });
}

/** Puts the groups of the messages at the end of the turn. */
export function passTurn(queue: Queue, messages: readonly StoredMessage[]): void {
  if (!queue.isFifo) return;
  for (const { groupId = "" } of messages) {
    queue.turn.delete(groupId);
    queue.turn.add(groupId);
  }
}

/** The messages by group, the groups in their turn: new ones after those that wait. */
function groupsInTurn(queue: Queue): ReadonlyMap<string, readonly StoredMessage[]> {
  const groups = Map.groupBy(queue.messages, ({ groupId = "" }) => groupId);
  for (const group of [...queue.turn]) if (!groups.has(group)) queue.turn.delete(group);
  for (const group of groups.keys()) queue.turn.add(group);
  return new Map([...queue.turn].map((group) => [group, groups.get(group) ?? []]));
}
