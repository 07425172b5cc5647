/** What the functions that ask registries leave in the ledger. */
import type { SecretArn } from "./model/arn.ts";
import type { LoginUse, RecordedLogin } from "./model/recorded-login.ts";
import type { RegistryName, RegistrySight } from "./model/registry-sight.ts";

export interface RegistryRecords {
  /** What the last check of the login saw that the project's builds pull with. */
  loginCheck(region: string, project: string): Promise<RecordedLogin | undefined>;
  /** The last of each project. */
  loginChecks(region: string): AsyncIterable<readonly RecordedLogin[]>;
  /** Takes the place of the one before, and is forgotten a while after it counts no more. */
  recordLoginCheck(region: string, login: RecordedLogin): Promise<void>;

  /**
   * Names of projects that were found to pull with the secret's login: whom to look at when its value changes, and nothing more. Some
   * may no longer do.
   */
  loginUses(region: string, secret: SecretArn): Promise<readonly string[]>;
  /** Forgotten when it was not recorded anew for as long as a check counts. */
  recordLoginUse(region: string, use: LoginUse, now: string): Promise<void>;

  /** The last look at the registry from outside any VPC. */
  registrySight(region: string, registry: RegistryName): Promise<RegistrySight | undefined>;
  /** Takes the place of the one before, and is forgotten a while after it counts no more. */
  recordSight(region: string, registry: RegistryName, sight: RegistrySight): Promise<void>;
}
