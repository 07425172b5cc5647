/** How often a call is tried in a run. */
import type { Turns } from "./turns.ts";

/** The SDK's waits between attempts take real time, and say nothing about pullpass. */
export const attemptsAtOnce = (turns: Turns) => ({
  acquireInitialRetryToken: async () => retryToken(0),
  async refreshRetryTokenForRetry(
    token: { getRetryCount(): number },
    { errorType }: { readonly errorType: string },
  ) {
    const count = token.getRetryCount() + 1;
    if (errorType === "CLIENT_ERROR" || count >= attemptsMax) throw new Error("No more attempts");
    turns.expect();
    return retryToken(count);
  },
  recordSuccess: () => {},
});

const attemptsMax = 3;

const retryToken = (count: number) => ({
  getRetryCount: () => count,
  getRetryDelay: () => 0,
  getRetryCost: () => undefined,
});
