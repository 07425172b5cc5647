/** Whether this deployment is the one that serves its Region: two would undo each other's grants. */
import { AccessDenied, claimParameter, Refused, type RegionClaim } from "@pullpass/core";
import { type Connection, regionClaim } from "@pullpass/core/aws";
import type { Config } from "./config.ts";
import type { Telemetry } from "./telemetry.ts";

/** Somebody else's claim: this deployment changes nothing, and says so with every piece of work. */
class OtherDeployment extends Error {
  constructor({ stack, table }: RegionClaim, region: string) {
    super(
      `Another pullpass serves ${region}: its stack is ${stack}, its ledger ${table}. This one changes nothing there: remove one of them`,
    );
    this.name = "OtherDeployment";
  }
}

/**
 * Asked once for as long as Lambda keeps the environment: while this deployment's own claim stands, no other can be made. A claim that
 * is gone, or that may not be read, is nobody else's, and is asked for again.
 * @throws OtherDeployment, Throttled or Unavailable
 */
export function servesAlone(
  connection: Connection,
  { region, table }: Pick<Config, "region" | "table">,
  { logger }: Telemetry,
): () => Promise<void> {
  const read = regionClaim(connection);
  let isKnown = false;
  return async () => {
    if (isKnown) return;
    const warn = (how: string, cause: { readonly error?: unknown } = {}) =>
      logger.warn(`whether another pullpass is deployed is not known: ${claimParameter} ${how}`, {
        ...cause,
      });
    try {
      const claim = await read(region);
      if (claim === undefined) return warn("is not there");
      if (claim.table !== table) throw new OtherDeployment(claim, region);
      isKnown = true;
    } catch (error) {
      if (!(error instanceof AccessDenied || error instanceof Refused)) throw error;
      warn("could not be read", { error });
    }
  };
}
