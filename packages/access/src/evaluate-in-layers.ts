import { asked } from "./decide/asked.ts";
import type { LayerClaims } from "./decide/claim.ts";
import { layersOf } from "./decide/layers.ts";
import { decisionBy } from "./evaluate.ts";
import { readingsOf } from "./read-layers.ts";
import type { AccessRequest, Decision, LayerName, LayerReading, PolicySet } from "./types.ts";

export interface EvaluatedInLayers {
  readonly decision: Decision;
  readonly layers: Readonly<Record<LayerName, LayerReading>>;
  /** Whether a key of the request's context had a say; if none had, all that differs in the context alone is answered so. */
  readonly asksContext: boolean;
}

/**
 * What `evaluate` and `readLayers` say, of policies that are read once. `without` is a layer that the decision does without, and
 * that is told of all the same.
 */
export function evaluateInLayers(
  request: AccessRequest,
  policies: PolicySet,
  without?: LayerName,
): EvaluatedInLayers {
  const question = asked(request);
  const layers = layersOf(policies, question);
  const counted = without === undefined ? layers : layers.map((each) => setAside(each, without));
  const decision = decisionBy(counted, question, policies);
  const readings = readingsOf(layers, question.context);
  return { decision, layers: readings, asksContext: question.context.isAsked() };
}

function setAside(each: LayerClaims, without: LayerName): LayerClaims {
  return each.layer === without ? { ...each, exists: false, claims: [], unread: [], levels: 0 } : each;
}
