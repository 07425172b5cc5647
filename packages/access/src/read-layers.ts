import type { Context } from "./condition/context.ts";
import { asked } from "./decide/asked.ts";
import type { LayerClaims } from "./decide/claim.ts";
import { layersOf } from "./decide/layers.ts";
import { allowances, denials, distinct } from "./decide/references.ts";
import type { Standing } from "./decide/verdict.ts";
import type { AccessRequest, LayerName, LayerReading, PolicySet } from "./types.ts";
import type { Hanging } from "./unknown/hanging.ts";
import { matterOf, type Predicate } from "./unknown/matter.ts";
import { weigh } from "./unknown/weigh.ts";

/** What each layer says by itself, the others set aside; what all values of what is unknown agree on. Never throws. */
export function readLayers(
  request: AccessRequest,
  policies: PolicySet,
): Readonly<Record<LayerName, LayerReading>> {
  const question = asked(request);
  return readingsOf(layersOf(policies, question), question.context);
}

/** The same, of what the layers were found to say. */
export function readingsOf(
  layers: readonly LayerClaims[],
  context: Context,
): Readonly<Record<LayerName, LayerReading>> {
  const none: LayerReading = { kind: "none" };
  const readings: Record<LayerName, LayerReading> = {
    identity: none,
    boundary: none,
    resource: none,
    key: none,
    grant: none,
    serviceControl: none,
  };
  for (const each of layers) {
    if (each.exists) readings[each.layer] = readingOf(each, context);
  }
  return readings;
}

function readingOf({ layer, ...said }: LayerClaims, context: Context): LayerReading {
  const matter = matterOf([{ layer, ...said }]);
  if (matter.base.deny) return { kind: "denies", by: denials(matter.certain) };
  const undenied = weigh(matter, ({ deny }) => !deny, context);
  if (undenied.isAlways(false)) return { kind: "denies", by: denials(undenied.claims()) };

  const allowed = weigh(matter, (standing) => !standing.deny && giving[layer](standing), context);
  if (allowed.isAlways(true)) {
    const admitted = weigh(matter, (standing) => !standing.deny && isAdmitted(standing), context);
    const isByAccount = isOnResource(layer) && !admitted.isAlways(true);
    if (isByAccount) return { kind: "allows", to: "account", by: allowances(allowed.claims()) };
    const claims = allowed.claims().filter(({ says }) => says !== "account");
    return { kind: "allows", to: "principal", by: allowances(claims) };
  }
  if (undenied.isAlways(true) && allowed.isAlways(false)) return { kind: "silent" };
  return { kind: "unknown", ...together(undenied.hanging(), allowed.hanging()) };
}

function together(one: Hanging, other: Hanging): Hanging {
  const dependencies = [...one.hangsOn, ...other.hangsOn];
  const hangsOn = [
    ...new Map(dependencies.map((each) => [JSON.stringify(each).toLowerCase(), each])).values(),
  ];
  return { hangsOn, by: distinct([...one.by, ...other.by]) };
}

/** What the layer gives, if it does not deny. */
const giving: Readonly<Record<LayerName, Predicate>> = {
  identity: ({ identity }) => identity,
  boundary: ({ boundary }) => boundary,
  resource: (standing) => isAdmitted(standing) || standing.account,
  key: (standing) => isAdmitted(standing) || standing.account,
  grant: isAdmitted,
  serviceControl: ({ levels }) => levels.every((allows) => allows),
};

function isAdmitted({ principal, limited }: Standing): boolean {
  return principal || limited;
}

function isOnResource(layer: LayerName): boolean {
  return layer === "resource" || layer === "key";
}
