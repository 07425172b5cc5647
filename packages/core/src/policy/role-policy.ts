/** A role's grants as the text of its one inline policy. */
import { createHash } from "node:crypto";
import { arnParts, type KeyArn, type SecretArn } from "../model/arn.ts";
import { type Binding, bindingCondition, isSameBinding } from "../model/binding.ts";
import { type ReadGroup, readGroups } from "./read-groups.ts";

/** What a grant says in the policy. */
export interface GrantedSecret {
  readonly secret: SecretArn;
  readonly key: KeyArn | undefined;
  readonly nextKey?: KeyArn;
  readonly bound?: Binding;
}

/** Do both say the same in a policy? */
export function areSame(one: GrantedSecret, other: GrantedSecret): boolean {
  return haveSameKeys(one, other) && isSameBinding(one.bound, other.bound);
}

/** Do both let the role decrypt with the same keys? Which is which, a policy does not tell. */
export function haveSameKeys(one: GrantedSecret, other: GrantedSecret): boolean {
  return sorted(keysIn(one)).join() === sorted(keysIn(other)).join();
}

/** The same for grants that say the same in a policy. */
export function grantDigest(grant: GrantedSecret): string {
  const { bound } = grant;
  const binding = bound === undefined ? null : [bound.strict, sorted(bound.projects)];
  const text = JSON.stringify([sorted(keysIn(grant)), binding]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function keysIn({ key, nextKey }: GrantedSecret): readonly KeyArn[] {
  return [key, nextKey].filter((each) => each !== undefined);
}

/** Statements are grouped by key: one a secret would reach IAM's quota after a third of the secrets. */
interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: string;
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * The policy that allows exactly these grants: byte for byte the same for the same grants, whatever their order.
 * Full ARNs of secrets and keys throughout; no wildcard but in the names of the projects that consent names so.
 */
export function rolePolicy(grants: readonly GrantedSecret[]): string {
  const Statement = [...read(grants), ...decrypt(grants)];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

interface KeyGroup {
  readonly key: KeyArn;
  /** Where the secrets are: Secrets Manager calls KMS from there. */
  readonly region: string;
  readonly secrets: readonly SecretArn[];
}

/** Several statements, each with other projects: of two ways to write them, the shorter one. */
function read(grants: readonly GrantedSecret[]): readonly Statement[] {
  const [first = [], ...others] = readGroups(grants).map((groups) => groups.map(readStatement));
  return others.reduce((shortest, each) => (lengthOf(each) < lengthOf(shortest) ? each : shortest), first);
}

function lengthOf(statements: readonly Statement[]): number {
  return JSON.stringify(statements).length;
}

/**
 * "Included in the request context whenever a request is made by a role assumed by CodeBuild":
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-codebuild-project-arn
 * Unverified: that the pull's own GetSecretValue, before the build's container runs, carries it, too; a build with a strict
 * binding would settle it (the probe `session-keys` of `npm run prove`). So the default is `…IfExists`: a pull without the
 * key goes on, and only the binding would be lost.
 * kms:Decrypt is not bound: Secrets Manager asks for it alone, and whether that request carries the key is unverified.
 */
function readStatement({ secrets, bound }: ReadGroup, index: number): Statement {
  return {
    Sid: `ReadRegistrySecrets${index === 0 ? "" : index + 1}`,
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: secrets,
    ...(bound !== undefined && { Condition: bindingCondition(bound) }),
  };
}

function decrypt(grants: readonly GrantedSecret[]): readonly Statement[] {
  const groups = new Map<string, KeyGroup>();
  for (const grant of grants) {
    const { secret } = grant;
    const { region } = arnParts(secret);
    for (const key of keysIn(grant)) {
      const id = `${key} ${region}`;
      groups.set(id, { key, region, secrets: [...(groups.get(id)?.secrets ?? []), secret] });
    }
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, group]) => decryptWith(id, group));
}

/**
 * Secrets Manager calls KMS on behalf of the role, with the secret's ARN in the encryption context.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * The service name ends in `amazonaws.com` in every partition by KMS's own table; unverified in China, where a
 * Decrypt event of Secrets Manager would show it.
 */
function decryptWith(id: string, { key, region, secrets }: KeyGroup): Statement {
  return {
    Sid: `Decrypt${createHash("sha256").update(id).digest("hex").slice(0, 12)}`,
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: key,
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
        "kms:EncryptionContext:SecretARN": sorted(secrets),
      },
    },
  };
}

function sorted(arns: readonly string[]): readonly string[] {
  return [...new Set(arns)].sort();
}
