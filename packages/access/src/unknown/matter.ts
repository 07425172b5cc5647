/** A question, divided into what is certain and what is open. */
import type { Claim, LayerClaims, Says } from "../decide/claim.ts";
import { copyOf, count, type Standing, silence } from "../decide/verdict.ts";
import type { LayerName, StatementReference } from "../types.ts";
import { subsets } from "./subsets.ts";

export interface Matter {
  /** What holds in any case. */
  readonly certain: readonly Claim[];
  /** The standing by that alone. */
  readonly base: Standing;
  readonly open: readonly Open[];
}

/** A claim of which it is not known whether it holds, or one that an unread layer may make. */
export interface Open extends Pick<Claim, "says" | "level" | "tests"> {
  readonly by?: StatementReference;
  readonly doubt?: { readonly layer: LayerName; readonly reason: string };
  /** Of the unread layer whose claim it would be; claims of one layer go together. */
  readonly unread?: { readonly layer: LayerName; readonly level: number; readonly reason: string };
}

export function matterOf(layers: readonly LayerClaims[]): Matter {
  const claims = layers.flatMap((layer) => layer.claims);
  const certain = claims.filter(({ tests, doubt }) => tests.length === 0 && doubt === undefined);
  const base = silence({
    hasBoundary: layers.some(({ layer, exists }) => layer === "boundary" && exists),
    levels: layers.reduce((sum, { levels }) => sum + levels, 0),
  });
  for (const claim of certain) count(base, claim);
  const open = claims
    .filter(({ tests, doubt }) => tests.length > 0 || doubt !== undefined)
    .map(({ doubt, ...claim }): Open => {
      return doubt === undefined ? claim : { ...claim, doubt: { layer: claim.by.layer, reason: doubt } };
    });
  return { certain, base, open: [...open, ...layers.flatMap(unreadClaims)] };
}

/** All that an unread layer could say. */
function unreadClaims({ layer, unread }: LayerClaims): readonly Open[] {
  return unread.flatMap(({ level, reason }) =>
    sayings[layer].map((says) => ({ says, level, tests: [], unread: { layer, level, reason } })),
  );
}

const ofResource: readonly Says[] = ["deny", "account", "limited", "principal"];
const sayings: Readonly<Record<LayerName, readonly Says[]>> = {
  identity: ["deny", "identity"],
  boundary: ["deny", "boundary"],
  resource: ofResource,
  key: ofResource,
  grant: ["limited"],
  serviceControl: ["deny", "level"],
};

/** What can be said of a standing: it stays true with more that allows, and with less that denies. */
export type Predicate = (standing: Standing) => boolean;

/** The standing if all of the open claims turn out for the best, or for the worst. */
export function extreme({ base, open }: Matter, isBest: boolean): Standing {
  if (open.length === 0) return base;
  const standing = copyOf(base);
  for (const claim of open) if ((claim.says === "deny") !== isBest) count(standing, claim);
  return standing;
}

/** Without the open claims that change nothing, however the others turn out. */
export function withoutIdle(matter: Matter, predicate: Predicate): Matter {
  const { base, open } = matter;
  const says = [...new Set(open.map((claim) => claim.says))];
  const free = says.filter((each) => each !== "level" && each !== "deny" && !base[each]);
  const atBestLevels = copyOf(base);
  for (const claim of open) if (claim.says === "level") count(atBestLevels, claim);
  const standings = subsets(free).map((taken) => {
    const standing = copyOf(atBestLevels);
    for (const each of taken) count(standing, { says: each, level: 0 });
    return standing;
  });
  const isFelt = (change: (standing: Standing) => void) =>
    standings.some((standing) => {
      const changed = copyOf(standing);
      change(changed);
      return predicate(changed) !== predicate(standing);
    });
  const felt = new Map<Says, boolean>();
  const matters = ({ says: what, level }: Open) => {
    if (what === "level") {
      if (base.levels[level]) return false;
      return isFelt((standing) => {
        standing.levels[level] = false;
      });
    }
    if (what !== "deny" && base[what]) return false;
    const known = felt.get(what) ?? isFelt((standing) => count(standing, { says: what, level: 0 }));
    felt.set(what, known);
    return known;
  };
  return { ...matter, open: open.filter(matters) };
}
