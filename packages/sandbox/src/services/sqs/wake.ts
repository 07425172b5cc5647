import type { Sandbox } from "../../sandbox.ts";
import type { Queue, StoredMessage } from "./state.ts";

/** Calls the listener whenever a message may have become available; the answer ends it. */
export function onAvailable(queue: Queue, listener: () => void): () => void {
  queue.listeners.add(listener);
  return () => void queue.listeners.delete(listener);
}

/** Tells the queue's listeners to look. */
export function wake(queue: Queue): void {
  for (const listener of [...queue.listeners]) listener();
}

/** Hides a message for so many milliseconds, if any, and wakes its queue when it is seen again. */
export function hide(message: StoredMessage, queue: Queue, ms: number, sandbox: Sandbox): void {
  message.stopTimer();
  message.hiddenUntil = sandbox.clock.now().getTime() + ms;
  message.stopTimer = ms > 0 ? sandbox.clock.after(ms, () => wake(queue)) : () => {};
}
