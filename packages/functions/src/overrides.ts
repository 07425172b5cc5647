import type { Logger } from "@aws-lambda-powertools/logger";
import type { Clock } from "@pullpass/core";
import type { ClientOverrides } from "@pullpass/core/aws";

/** What stands in for AWS, for the log and for the time, where a handler runs outside Lambda. */
export interface Overrides {
  readonly aws?: ClientOverrides;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/** The time as it is. */
export const wallClock: Clock = { now: () => new Date() };
