import type { Context } from "./condition/context.ts";
import { type Asked, asked } from "./decide/asked.ts";
import type { LayerClaims } from "./decide/claim.ts";
import { layersOf } from "./decide/layers.ts";
import { allowances, denials } from "./decide/references.ts";
import { isAllowed, missingLayers, type Parties } from "./decide/verdict.ts";
import type { AccessRequest, Decision, LayerName, PolicySet } from "./types.ts";
import { extreme, type Matter, matterOf } from "./unknown/matter.ts";
import { subsets } from "./unknown/subsets.ts";
import { weigh } from "./unknown/weigh.ts";

/**
 * May this principal do this to that? IAM's evaluation logic; what all values of what is unknown agree on. Never throws,
 * whatever the policies hold, and never takes long.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const question = asked(request);
  return decisionBy(layersOf(policies, question), question, policies);
}

/** The same, of what the layers were found to say. */
export function decisionBy(
  layers: readonly LayerClaims[],
  question: Asked,
  { resourceIsKey }: Pick<PolicySet, "resourceIsKey">,
): Decision {
  const parties = { request: question.request, resourceIsKey };
  const matter = matterOf(layers);
  if (matter.base.deny) return { kind: "denied", how: "explicit", by: denials(matter.certain) };
  const allowed = weigh(matter, (standing) => isAllowed(parties, standing), question.context);
  if (allowed.isAlways(true)) return { kind: "allowed", by: allowances(allowed.claims()) };
  if (allowed.isAlways(false)) return denial(matter, parties, question.context);
  return { kind: "unknown", ...allowed.hanging() };
}

/**
 * It is denied, whatever is unknown: by statements, if one of them always does; else for lack of the layers that are
 * missing even in the best case.
 */
function denial(matter: Matter, parties: Parties, context: Context): Decision {
  const undenied = weigh(matter, ({ deny }) => !deny, context);
  if (undenied.isAlways(false)) return { kind: "denied", how: "explicit", by: denials(undenied.claims()) };
  const missing = missingLayers(parties, extreme(matter, true));
  return {
    kind: "denied",
    how: "implicit",
    missing: missing.length > 0 ? missing : fewest(matter, parties, context),
  };
}

/** The fewest layers that would have to allow it, where those that could do not all do so at once. */
function fewest(matter: Matter, parties: Parties, context: Context): readonly LayerName[] {
  const most = missingLayers(parties, extreme(matter, false));
  const enough = subsets(most)
    .toSorted((a, b) => a.length - b.length)
    .find((layers) => {
      const isMissing = (layer: LayerName) => layers.includes(layer);
      const lacksThese = weigh(
        matter,
        (standing) => !standing.deny && missingLayers(parties, standing).every(isMissing),
        context,
      );
      return lacksThese.canBe(true) !== "no";
    });
  return enough ?? most;
}
