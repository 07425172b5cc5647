import type { StoredMessage } from "./state.ts";

/** Can it be received? `now` in epoch milliseconds. */
export function isAvailable(message: StoredMessage, now: number): boolean {
  return message.hiddenUntil <= now;
}

/** Was it received, and is its visibility timeout still running? */
export function isInFlight(message: StoredMessage, now: number): boolean {
  return message.receiveCount > 0 && !isAvailable(message, now);
}
