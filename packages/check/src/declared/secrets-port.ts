/** The secrets that the files make, as core reads secrets. */
import { arnParts, type Reads, type Secret } from "@pullpass/core";
import { InvalidArn, parseSecretArn, parseSecretReference } from "@pullpass/core/parts";
import { isFilled, Open, textOf } from "../worlds/value.ts";
import type { DeclaredSecret } from "./declared.ts";
import { type InWorld, OnlyNamed, policyText } from "./in-world.ts";
import { suffixOf } from "./names.ts";
import { tagsFrom } from "./tags.ts";

export function secretsPort(world: InWorld): Reads["secrets"] {
  const { declared, project, around } = world;
  const { account } = around;
  return {
    async describe(region, reference) {
      try {
        return await describeSecret(region, reference, world);
      } catch (error) {
        if (error instanceof InvalidArn)
          throw new OnlyNamed(reference, `the secret ${reference}: ${error.message}`);
        throw error;
      }
    },
    async resourcePolicy(arn) {
      const secret = declared.secrets.find((each) => each.arn === arn);
      if (secret === undefined) return account?.secrets.resourcePolicy(arn);
      const [policy] = secret.policies;
      return policy === undefined ? undefined : policyText(policy, world, { AWS: project.role });
    },
    async currentKeys(arn) {
      const isOurs = declared.secrets.some((each) => each.arn === arn);
      return isOurs ? undefined : account?.secrets.currentKeys(arn);
    },
    ...(account?.secrets.names && { names: account.secrets.names }),
  };
}

async function describeSecret(
  region: string,
  reference: string,
  world: InWorld,
): Promise<Secret | undefined> {
  const { declared, around, meant, choose, project } = world;
  const found = declared.secrets.find((secret) => isNamedBy(secret, region, reference));
  if (found !== undefined) {
    mindOpenName(found, world);
    return described(found, region, world);
  }
  // The file means one that it makes elsewhere, and CodeBuild looks here.
  const means = meant.meansSecret;
  if (means !== undefined && declared.secrets.some(({ id, name }) => id === means && name === reference))
    return undefined;
  if (around.account !== undefined && !isFilled(reference))
    return around.account.secrets.describe(region, reference);
  const { credential } = meant;
  const reason =
    credential instanceof Open ? credential.reason : `the secret ${reference}, which is not in the files`;
  const isAsked = parseSecretReference(reference) !== undefined && !(credential instanceof Open);
  const question = { key: "only the files", ways: 2, reason, isQuestion: true } as const;
  if (isAsked && choose(question) === 1) {
    const name = reference.startsWith("arn:") ? reference.replace(/^.*:secret:/, "") : reference;
    const arn =
      /-[A-Za-z0-9]{6}$/.test(name) && reference.startsWith("arn:")
        ? reference
        : `arn:${arnParts(project.role).partition}:secretsmanager:${region}:${project.account}:secret:${name}-${suffixOf(name, around.texts, choose)}`;
    return {
      ...nothingMore,
      arn: parseSecretArn(arn),
      name,
      account: project.account,
      region,
      tags: {},
      keyId: undefined,
      rotation: false,
    };
  }
  throw new OnlyNamed(reference, reason);
}

/** A policy that names a secret by a name of its own may mean one whose name is open. */
function mindOpenName(secret: DeclaredSecret, { around, choose }: InWorld): void {
  if (!isFilled(secret.name) || !/:secret:[A-Za-z0-9/_+=.@!-]/.test(around.texts)) return;
  const reason = `the name of the secret ${secret.id}`;
  if (choose({ key: `name ${secret.id}`, ways: 2, reason }) === 1) throw new OnlyNamed(secret.id, reason);
}

const nothingMore = {
  deletion: "none",
  owningService: undefined,
  hasValue: "unknown",
  primaryRegion: undefined,
} as const;

function isNamedBy(secret: DeclaredSecret, region: string, reference: string): boolean {
  const isHere =
    secret.home.region === region || secret.replicas.some((replica) => textOf(replica) === region);
  if (!isHere) return false;
  const arn = arnIn(secret, region);
  return reference === secret.name || reference === arn || arn.slice(0, -suffixLength) === reference;
}

/** A hyphen, and six characters. */
const suffixLength = 7;

/** That of its copy has the other Region. https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html */
function arnIn({ arn, home }: DeclaredSecret, region: string): string {
  return arn.replace(`:${home.region}:`, `:${region}:`);
}

function described(secret: DeclaredSecret, region: string, { project }: InWorld): Secret {
  const { key, home, name, rotation } = secret;
  return {
    ...nothingMore,
    arn: parseSecretArn(arnIn(secret, region)),
    name,
    account: home.account === "" ? project.account : home.account,
    region,
    tags: tagsFrom(secret.tags),
    keyId: key instanceof Open ? key.filled : textOf(key),
    rotation,
    primaryRegion: region === home.region ? undefined : home.region,
  };
}
