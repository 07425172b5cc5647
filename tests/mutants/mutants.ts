/** Every mutant, by what it breaks. */
import { consent } from "./list/consent.ts";
import { diagnosis } from "./list/diagnosis.ts";
import { guardrails } from "./list/guardrails.ts";
import { ledgerConditions } from "./list/ledger-conditions.ts";
import { listingAge } from "./list/listing-age.ts";
import { orderOfWrites } from "./list/order-of-writes.ts";
import { queueAndNotices } from "./list/queue-and-notices.ts";
import { unknowns } from "./list/unknowns.ts";
import { withdrawal } from "./list/withdrawal.ts";
import type { Mutant } from "./mutant.ts";

export const areas: Readonly<Record<string, readonly Mutant[]>> = {
  "order of writes": orderOfWrites,
  "listing age": listingAge,
  "ledger conditions": ledgerConditions,
  withdrawal,
  unknowns,
  "queue and notices": queueAndNotices,
  guardrails,
  diagnosis,
  consent,
};

export const mutants: readonly Mutant[] = Object.values(areas).flat();
