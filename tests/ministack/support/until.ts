import { setTimeout as pause } from "node:timers/promises";

/** What `look` answers once `isDone`, and the seconds until then. Throws an Error with what was seen last. */
export async function until<T>(look: () => Promise<T>, isDone: (seen: T) => boolean) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  for (;;) {
    const seen = await look();
    if (isDone(seen)) return { seen, seconds: seconds() };
    if (seconds() > waitSeconds) throw new Error(`after ${waitSeconds} seconds: ${JSON.stringify(seen)}`);
    await pause(100);
  }
}

const waitSeconds = 60;
