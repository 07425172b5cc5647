import type { Logger } from "@aws-lambda-powertools/logger";
import type { Clock, Logins, Registries } from "@pullpass/core";
import type { ClientOverrides } from "@pullpass/core/aws";

/** What stands in for AWS, for the internet, for the log and for the time, where a handler runs outside Lambda. */
export interface Overrides {
  readonly aws?: ClientOverrides;
  /** Who looks at registries. */
  readonly registries?: Registries;
  /** Who asks registries with a login. */
  readonly logins?: Logins;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/** The time as it is. */
export const wallClock: Clock = { now: () => new Date() };
