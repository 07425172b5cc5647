import { ifArn, parseSecretArn, type SecretArn } from "../model/arn.ts";
import type { Project } from "../model/project.ts";
import { baseName } from "../model/project-use.ts";
import { parseSecretReference, type SecretReference } from "../model/secret.ts";
import type { Listed } from "./listing.ts";
import type { DeploymentScope, ScopeReads } from "./place.ts";
import { type ProjectsByRole, rolesOf } from "./work.ts";

/** The projects that may mean this secret, and the roles that hold a grant on it. */
export async function rolesOfSecret(
  secret: SecretReference,
  listed: Listed,
  reads: ScopeReads,
  place: DeploymentScope,
): Promise<ProjectsByRole> {
  const mayMean = ({ credential }: Project) => {
    const reference = credential === undefined ? undefined : parseSecretReference(credential);
    return reference !== undefined && mayBeSame(reference, secret);
  };
  const projects = await listed.usersOf({ kind: "secret", name: baseName(secret) });
  const grants = await grantsOn(secret, listed, reads, place);
  return rolesOf(projects.filter(mayMean), grants);
}

/**
 * A replica has the name and suffix of its primary, and takes its tags and policy over without an event of its own: so
 * grants on the same secret in every Region count.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 */
async function grantsOn(secret: SecretReference, listed: Listed, reads: ScopeReads, place: DeploymentScope) {
  const arns = inEveryRegion(secret, place);
  if (arns === undefined) {
    const grants = await listed.grants();
    return grants.filter((grant) => {
      const granted = parseSecretReference(grant.secret);
      return granted !== undefined && mayBeSame(granted, secret);
    });
  }
  const grants = await Promise.all(arns.map((arn) => reads.ledger.grantsOfSecret(arn)));
  return grants.flat().filter((grant) => grant.region === place.region);
}

/** The secret and its replicas; `undefined` unless the reference is a full ARN. */
export function inEveryRegion(
  secret: SecretReference,
  { regions }: Pick<DeploymentScope, "regions">,
): readonly SecretArn[] | undefined {
  if (secret.kind === "name") return undefined;
  const { text, region } = secret;
  return ifArn(() =>
    [...new Set([region, ...regions])].map((each) =>
      parseSecretArn(text.replace(`:${region}:`, `:${each}:`)),
    ),
  );
}

/**
 * Compares by name alone: a name may be meant for any Region, an ARN may be partial, and a secret that was deleted and
 * made anew has another suffix.
 */
function mayBeSame(a: SecretReference, b: SecretReference): boolean {
  const names = possibleNames(a);
  return possibleNames(b).some((name) => names.includes(name));
}

function possibleNames(reference: SecretReference): readonly string[] {
  const suffixed = reference.kind === "arn" ? /^(.+)-[A-Za-z0-9]{6}$/.exec(reference.name) : undefined;
  return suffixed?.[1] === undefined ? [reference.name] : [reference.name, suffixed[1]];
}
