import type { Ledger } from "./ports.ts";

/** What `observe` reads of the ledger. Without `unsettled` only a listing tells for whom a grant was that a crash kept from it. */
export type LedgerReads = Pick<Ledger, "grants" | "driftRounds" | "policyWritten"> &
  Partial<Pick<Ledger, "unsettled">>;
