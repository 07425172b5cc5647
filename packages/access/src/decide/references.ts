/** Which statements decide. */
import type { LayerName, StatementReference } from "../types.ts";
import type { Claim } from "./claim.ts";

/** A claim, or one that an unread layer may make, which nobody can refer to. */
interface Said extends Pick<Claim, "says"> {
  readonly by?: StatementReference;
}

function isDenial({ says }: Pick<Claim, "says">): boolean {
  return says === "deny";
}

export function denials(claims: readonly Said[]): readonly StatementReference[] {
  return distinct(claims.filter(isDenial).flatMap(({ by }) => by ?? []));
}

const order: readonly LayerName[] = ["identity", "resource", "key", "grant", "boundary", "serviceControl"];

export function allowances(claims: readonly Said[]): readonly StatementReference[] {
  const references = claims.filter((claim) => !isDenial(claim)).flatMap(({ by }) => by ?? []);
  return distinct(references).toSorted((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer));
}

/** A statement that speaks to the principal in two ways is one all the same. */
export function distinct(references: readonly StatementReference[]): readonly StatementReference[] {
  if (references.length < 2) return references;
  return [...new Map(references.map((each) => [JSON.stringify(each), each])).values()];
}
