import { AwsFailure } from "../errors.ts";
import { parseSecretReference, type Secret } from "../model/secret.ts";
import type { Listed } from "./listing.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { type ProjectsByRole, rolesOf } from "./work.ts";

/** The projects whose secrets are encrypted with the key, and the roles that may decrypt with it. */
export async function rolesOfKey(
  key: string,
  listed: Listed,
  reads: ScopeReads,
  place: DeploymentScope,
): Promise<ProjectsByRole> {
  const projects = await listed.projects();
  const credentials = [...new Set(projects.flatMap(({ credential }) => credential ?? []))];
  const uses = await Promise.all(credentials.map((credential) => usesKey(credential, key, reads, place)));
  const using = new Set(credentials.filter((_, index) => uses[index]));
  const grants = await listed.grants();
  return rolesOf(
    projects.filter(({ credential }) => credential !== undefined && using.has(credential)),
    grants.filter((grant) =>
      [grant.key, grant.nextKey].some((each) => each !== undefined && idOf(each) === idOf(key)),
    ),
  );
}

async function usesKey(
  credential: string,
  key: string,
  reads: ScopeReads,
  place: DeploymentScope,
): Promise<boolean> {
  const reference = parseSecretReference(credential);
  if (reference === undefined) return false;
  if (reference.kind === "arn" && reference.account !== place.account) return false;
  const regions = reference.kind === "name" ? place.regions : [reference.region];
  const uses = await Promise.all(
    regions.map((region) => mayUseKey(() => reads.secrets.describe(region, credential), key)),
  );
  return uses.includes(true);
}

/** A secret that cannot be looked at here is looked at again, and reported, by the work itself. */
async function mayUseKey(describe: () => Promise<Secret | undefined>, key: string): Promise<boolean> {
  try {
    const secret = await describe();
    if (secret?.keyId === undefined || secret.keyId.endsWith("alias/aws/secretsmanager")) return false;
    // Which key an alias stands for, only KMS knows.
    return secret.keyId.includes("alias/") || idOf(secret.keyId) === idOf(key);
  } catch (error) {
    if (error instanceof AwsFailure) return true;
    throw error;
  }
}

/** Of an ARN or an id. The keys of a multi-Region key share one. */
function idOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}
