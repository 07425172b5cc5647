import type { SecretArn } from "./arn.ts";

/** What hangs on a secret and takes calls of its own, as it was when a sweep last asked. */
export interface SecretSight {
  readonly secret: SecretArn;
  /** JSON text. */
  readonly resourcePolicy: string | undefined;
  readonly currentKeys: readonly string[] | undefined;
}
