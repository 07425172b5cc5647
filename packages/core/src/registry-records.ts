/** What the functions that ask registries leave in the ledger. */
import type { RecordedLogin } from "./model/recorded-login.ts";
import type { RegistryName, RegistrySight } from "./model/registry-sight.ts";

export interface RegistryRecords {
  /** What the last check of the login saw that the project's builds pull with. */
  loginCheck(region: string, project: string): Promise<RecordedLogin | undefined>;
  /** The last of each project. */
  loginChecks(region: string): AsyncIterable<readonly RecordedLogin[]>;
  /** Takes the place of the one before, and is forgotten a while after it counts no more. */
  recordLoginCheck(region: string, login: RecordedLogin): Promise<void>;

  /** The last look at the registry from outside any VPC. */
  registrySight(region: string, registry: RegistryName): Promise<RegistrySight | undefined>;
  /** Takes the place of the one before, and is forgotten a while after it counts no more. */
  recordSight(region: string, registry: RegistryName, sight: RegistrySight): Promise<void>;
}
