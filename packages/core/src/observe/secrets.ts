/** Where the references to secrets lead. */
import { arnParts, parseArn } from "../model/arn.ts";
import type { Known } from "../model/known.ts";
import { nearestSecrets } from "../model/nearest.ts";
import { parseSecretReference, type Secret, type SecretReference } from "../model/secret.ts";
import type { Work } from "../model/work.ts";
import type { Reads } from "../ports.ts";
import { known } from "./reading.ts";
import { secretDetails } from "./secret-details.ts";
import type { ObserveSettings } from "./settings.ts";
import type { SecretLookup } from "./snapshot.ts";

type Named = Extract<SecretReference, { kind: "name" }>;
type ByArn = Extract<SecretReference, { kind: "arn" }>;

/**
 * By reference. Names first, so that a secret that one project names and another gives by ARN is described once.
 */
export async function readSecrets(
  references: readonly string[],
  work: Work,
  reads: Reads,
  settings: ObserveSettings,
): Promise<ReadonlyMap<string, SecretLookup>> {
  const finder = secretFinder(work, reads, settings);
  const parsed = [...new Set(references)].map((text) => ({ text, reference: parseSecretReference(text) }));
  const lookups = new Map<string, SecretLookup>();

  await Promise.all(
    parsed.map(async ({ text, reference }) => {
      if (reference === undefined) lookups.set(text, { kind: "not-found", lookedIn: [] });
      if (reference?.kind === "name") lookups.set(text, await finder.byName(reference));
    }),
  );
  const named = new Map([...lookups.values()].flatMap((lookup) => foundArn(lookup)));
  await Promise.all(
    parsed.map(async ({ text, reference }) => {
      if (reference?.kind === "arn") lookups.set(text, named.get(text) ?? (await finder.byArn(reference)));
    }),
  );
  return lookups;
}

function foundArn(lookup: SecretLookup): readonly (readonly [string, SecretLookup])[] {
  return lookup.kind === "found" ? [[lookup.secret.arn, lookup]] : [];
}

function secretFinder({ role, region: home }: Work, reads: Reads, settings: ObserveSettings) {
  const describe = (region: string, reference: string) =>
    known(() => reads.secrets.describe(region, reference));
  const details = secretDetails(reads, settings);

  return {
    /**
     * CodeBuild looks in the project's own Region alone; so a hit there decides. Elsewhere one hit counts, and only if
     * every Region answered: behind an answer that failed there may be a second.
     */
    async byName({ name }: Named): Promise<SecretLookup> {
      const own = await describe(home, name);
      if (own.kind === "known") return details(own.value);
      if (own.kind === "unknown") return own;
      const others = settings.regions.filter((region) => region !== home);
      const answers = await Promise.all(others.map((region) => describe(region, name)));
      const hits = answers.flatMap((answer) => (answer.kind === "known" ? [answer.value] : []));
      const [hit, ...more] = hits;
      if (more.length > 0) return { kind: "ambiguous", candidates: hits.map(({ arn }) => arn).sort() };
      const failed = answers.find((answer) => answer.kind === "unknown");
      if (failed !== undefined) return failed;
      return hit === undefined ? notFound(name, [home, ...others]) : details(hit);
    },

    /** In the ARN's own Region; in another account or partition nobody looks. */
    async byArn({ text, account, region, name }: ByArn): Promise<SecretLookup> {
      const { partition } = arnParts(role);
      if (account !== settings.account || parseArn(text)?.partition !== partition) {
        return { kind: "cross-account", account };
      }
      const told = await describe(region, text);
      if (told.kind === "known") return details(told.value);
      if (told.kind === "unknown") return told;
      return byNameOfDeleted(text, name, region);
    },
  };

  async function notFound(reference: string, lookedIn: readonly string[]): Promise<SecretLookup> {
    const lists = await Promise.all(
      lookedIn.map((region) => known(async () => reads.secrets.names?.(region))),
    );
    const names = lists.flatMap((list) => (list.kind === "known" ? list.value : []));
    const nearest = nearestSecrets(reference, names);
    return { kind: "not-found", lookedIn, ...(nearest.length > 0 && { nearest }) };
  }

  /**
   * Where a secret is called as the ARN ends, suffix and all, it may be a partial ARN of that one. Secrets Manager reads it
   * as a full ARN, and finds nothing: neither is guessed.
   */
  async function byNameOfDeleted(staleArn: string, resource: string, region: string): Promise<SecretLookup> {
    const name = withoutSuffix(resource);
    if (name === undefined) return notFound(staleArn, [region]);
    const whole = await describe(region, resource);
    if (whole.kind === "unknown") return whole;
    if (whole.kind === "known") return { kind: "not-found", lookedIn: [region], nearest: [resource] };
    const told: Known<Secret> = await describe(region, name);
    if (told.kind === "unknown") return told;
    if (told.kind === "absent") return notFound(staleArn, [region]);
    return { kind: "recreated", found: await details(told.value), staleArn };
  }
}

/** A hyphen and six random characters end every full ARN. https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html */
function withoutSuffix(resource: string): string | undefined {
  return /^(.+)-[A-Za-z0-9]{6}$/.exec(resource)?.[1];
}
