/** Where no ledger keeps the index of keys: what the secrets themselves say, asked one by one. */
import { AwsFailure } from "../errors.ts";
import type { Project } from "../model/project.ts";
import { keyName, type ProjectUse, unknownKey } from "../model/project-use.ts";
import { parseSecretReference } from "../model/secret.ts";
import type { Secrets } from "../ports.ts";

interface SearchPlace {
  readonly account: string;
  /** In which names of secrets are looked for. */
  readonly regions: readonly string[];
}

/** Which key an alias stands for, only KMS knows, and a secret that cannot be looked at may be under any. */
export async function listedKeyUses(
  projects: readonly Project[],
  secrets: Pick<Secrets, "describe">,
  place: SearchPlace,
): Promise<readonly ProjectUse[]> {
  const credentials = [...new Set(projects.flatMap(({ credential }) => credential ?? []))];
  const keys = new Map(
    await Promise.all(credentials.map(async (each) => [each, await keysOf(each, secrets, place)] as const)),
  );
  return projects.flatMap(({ name, role, credential }) =>
    (credential === undefined ? [] : (keys.get(credential) ?? [])).map((key) => ({
      project: name,
      role,
      kind: "key",
      name: key,
    })),
  );
}

async function keysOf(
  credential: string,
  secrets: Pick<Secrets, "describe">,
  { account, regions }: SearchPlace,
): Promise<readonly string[]> {
  const reference = parseSecretReference(credential);
  if (reference === undefined || (reference.kind === "arn" && reference.account !== account)) return [];
  const lookedIn = reference.kind === "name" ? regions : [reference.region];
  const found = await Promise.all(
    lookedIn.map(async (region) => {
      try {
        const keyId = (await secrets.describe(region, credential))?.keyId;
        if (keyId === undefined || keyId.endsWith("alias/aws/secretsmanager")) return [];
        return [keyId.includes("alias/") ? unknownKey : keyName(keyId)];
      } catch (error) {
        if (error instanceof AwsFailure) return [unknownKey];
        throw error;
      }
    }),
  );
  return [...new Set(found.flat())];
}
