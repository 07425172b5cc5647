import type { Call } from "../../service.ts";
import type { Queue, StoredMessage } from "./state.ts";
import { onAvailable } from "./wake.ts";

type Take = () => readonly StoredMessage[];

/**
 * Long polling: answers as soon as `take` finds something, or with nothing after so many milliseconds of the account's
 * clock. Nothing polls: whoever sends wakes it.
 */
export function waitForMessage(
  queue: Queue,
  take: Take,
  ms: number,
  { sandbox }: Call,
): Promise<readonly StoredMessage[]> {
  return new Promise((resolve) => {
    const finish = (messages: readonly StoredMessage[]) => {
      stopListening();
      stopTimer();
      resolve(messages);
    };
    const stopListening = onAvailable(queue, () => {
      const messages = take();
      if (messages.length > 0) finish(messages);
    });
    const stopTimer = sandbox.clock.after(ms, () => finish([]));
  });
}
