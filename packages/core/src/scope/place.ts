import type { Clock, Ledger, PolicyHolders, Projects } from "../ports.ts";

/** What one deployment looks after: the projects of one account in one Region. */
export interface DeploymentScope {
  readonly account: string;
  readonly region: string;
  /** Regions in which names of secrets are looked for, its own among them. */
  readonly regions: readonly string[];
}

/** The ports that `scope` reads through. */
export interface ScopeReads {
  readonly projects: Pick<Projects, "read" | "list">;
  readonly policyHolders: PolicyHolders;
  readonly ledger: Pick<
    Ledger,
    "grants" | "openFindings" | "grantsOfSecret" | "allGrants" | "uses" | "hasUses"
  >;
  readonly clock: Clock;
}
