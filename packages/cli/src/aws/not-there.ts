/** What a person named is not there: says so, and what they most likely meant. */
import { nearestNames, nearestSecrets, type Projects, plain, type Secret } from "@pullpass/core";
import { NotThere, UserError } from "../user-error.ts";

interface Place {
  readonly account: string;
  readonly regions: readonly string[];
}

/** `instead`: what else to do, where no name is near. */
export async function noSuchProject(
  names: readonly string[],
  { account, regions }: Place,
  projects: Pick<Projects, "list">,
  instead = "Look at the name, the --region and the --profile: aws codebuild list-projects shows what is there.",
): Promise<UserError> {
  const there = await projectNames(regions, projects);
  const near = names.flatMap((name) => nearestNames(name, there));
  return new NotThere(
    plain(`There is no project ${names.join(", ")} in ${regions.join(", ")} of account ${account}.`),
    meant(near) ?? instead,
  );
}

/** None where they cannot be listed: then nothing is proposed. */
export async function projectNames(
  regions: readonly string[],
  projects: Pick<Projects, "list">,
): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for (const region of regions) {
      for await (const page of projects.list(region)) names.push(...page);
    }
  } catch {
    return [];
  }
  return names;
}

/** `secrets` lists those of a Region. */
export async function noSuchSecret(
  reference: string,
  region: string,
  secrets: (region: string) => Promise<readonly Secret[]>,
  why = "",
): Promise<UserError> {
  const there = await secrets(region).catch(() => []);
  const near = nearestSecrets(
    reference,
    there.map(({ name }) => name),
  );
  return new UserError(
    plain(`There is no secret ${reference} in ${region}${why}.`),
    meant(near) ??
      "Look at the name, the --region and the --profile: aws secretsmanager list-secrets shows what is there.",
  );
}

/** `undefined` where nothing is near. */
export function meant(near: readonly string[]): string | undefined {
  const names = [...new Set(near)];
  return names.length === 0 ? undefined : plain(`Did you mean ${names.join(" or ")}?`);
}
