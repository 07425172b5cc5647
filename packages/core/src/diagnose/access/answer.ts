/** What IAM answers a question, all layers together, and what each layer says by itself. */
import {
  type AccessRequest,
  type Decision,
  type Dependency,
  type EvaluatedInLayers,
  evaluate,
  evaluateInLayers,
  type LayerName,
  type LayerReading,
  type PolicySet,
  type StatementReference,
} from "@pullpass/access";
import type { StatementRef } from "../diagnosis.ts";
import type { AccessQuestion } from "./questions.ts";

export interface AccessAnswer {
  readonly action: string;
  readonly resource: string;
  /**
   * Service control policies that nobody could read are left out: they only take away, and few may read them. What
   * is said of the pull names them.
   */
  readonly decision: Decision;
  readonly layers: Readonly<Record<LayerName, LayerReading>>;
  /** What was asked, for whoever needs the statements themselves. */
  readonly policies: PolicySet;
  readonly request: AccessRequest;
}

export function answerTo(question: AccessQuestion): AccessAnswer {
  return answerSaying(evaluated(question), question);
}

export function evaluated({ request, policies }: AccessQuestion): EvaluatedInLayers {
  const unread = policies.serviceControl.kind === "unknown" ? "serviceControl" : undefined;
  return evaluateInLayers(request, policies, unread);
}

/** The answer to a question that is known to be answered so. */
export function answerSaying(
  { decision, layers }: EvaluatedInLayers,
  { request, policies }: AccessQuestion,
): AccessAnswer {
  const { action, resource } = request;
  return { action, resource, decision, layers, policies, request };
}

/** All layers together: without what each of them says, which costs more. */
export function decisionOn({ request, policies }: AccessQuestion): Decision {
  return evaluate(request, asFarAsRead(policies));
}

/** Without service control policies that nobody could read. */
export function asFarAsRead(policies: PolicySet): PolicySet {
  return policies.serviceControl.kind === "known" ? policies : { ...policies, serviceControl: noLevels };
}

const noLevels = { kind: "known", value: [] } as const;

/** The statement as people count. */
export function statementRef(
  { layer, policy, index, sid }: StatementReference,
  effect: StatementRef["effect"],
  action: string,
): StatementRef {
  return { action, effect, layer, policy, number: index + 1, sid: sid ?? null };
}

/** `guard: statement 2 (NoSecrets)` */
export function nameOfStatement({
  policy,
  ...place
}: Pick<StatementRef, "policy" | "number" | "sid">): string {
  return `${policy}: ${placeOfStatement(place)}`;
}

/** `statement 2 (NoSecrets)` */
export function placeOfStatement({ number, sid }: Pick<StatementRef, "number" | "sid">): string {
  return `statement ${number}${sid === null ? "" : ` (${sid})`}`;
}

/** In one clause: what only AWS knows, and what could not be read. */
export function dependencyText(hangsOn: readonly Dependency[]): string {
  const keys = hangsOn.flatMap((each) => (each.kind === "key" ? [each.key] : []));
  const layers = hangsOn.flatMap((each) => (each.kind === "layer" ? [each.reason] : []));
  return [
    ...(keys.length === 0 ? [] : [`it depends on ${[...new Set(keys)].join(", ")}, which only AWS knows`]),
    ...new Set(layers),
  ].join("; ");
}
