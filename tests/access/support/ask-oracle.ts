/** The same questions, answered by an independent implementation of IAM's logic. It is for tests alone. */
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type { AccessRequest, Decision, Layer, NamedPolicy } from "@pullpass/access";
import { policiesOf, type Question, requestOf } from "./ask.ts";
import { statementFor } from "./grants.ts";

export type Answer = "allowed" | "denied explicit" | "denied implicit";

const answers: Readonly<Record<string, Answer>> = {
  Allowed: "allowed",
  ExplicitlyDenied: "denied explicit",
  ImplicitlyDenied: "denied implicit",
};

/** Our answer in the oracle's terms; it has no `unknown`. */
export function answerOf(decision: Decision): Answer | "unknown" {
  return decision.kind === "denied" ? `denied ${decision.how}` : decision.kind;
}

/** Throws when the oracle does not take the question, so that none is answered without being understood. */
export async function askOracle(question: Question): Promise<Answer> {
  const result = await runSimulation(simulationOf(question), {});
  if (result.resultType === "error") throw new Error(`the oracle refused: ${JSON.stringify(result.errors)}`);
  const answer = answers[result.overallResult];
  if (answer === undefined) throw new Error(`the oracle answered ${result.overallResult}`);
  return answer;
}

function simulationOf(question: Question): Simulation {
  const { action, resource, resourceAccount, context, principal } = requestOf(question);
  const policies = policiesOf(question);
  const boundary = read(policies.boundary);
  const onResource = withGrants(question);
  return understood<Simulation>({
    request: {
      principal: callerOf(principal),
      action,
      resource: { resource, accountId: resourceAccount },
      contextVariables: copyOf(context),
    },
    identityPolicies: read(policies.identity).map(attached),
    serviceControlPolicies: read(policies.serviceControl).map((level, depth) => ({
      orgIdentifier: `ou-${depth}`,
      policies: level.map(attached),
    })),
    resourceControlPolicies: [],
    ...(onResource && { resourcePolicy: onResource }),
    ...(boundary && { permissionBoundaryPolicies: [attached(boundary)] }),
  });
}

function read<T>(layer: Layer<T>): T {
  if (layer.kind === "known") return layer.value;
  throw new Error("the oracle knows no layer that was not read");
}

function callerOf(principal: AccessRequest["principal"]): string {
  if (principal.kind === "service") return principal.service;
  if (principal.kind !== "role") return principal.arn;
  const { arn, account, sessionArn } = principal;
  return sessionArn ?? `arn:aws:sts::${account}:assumed-role/${arn.slice(arn.lastIndexOf("/") + 1)}/any`;
}

/** It knows no grants, which allow what statements of the key's policy would. */
function withGrants({ onResource, grants = [] }: Question) {
  const statements = [...(onResource ?? []), ...grants.map(statementFor)];
  if (onResource === undefined && grants.length === 0) return undefined;
  return { Version: "2012-10-17", Statement: statements };
}

function attached({ name, document }: NamedPolicy) {
  return { name, policy: document };
}

function copyOf(context: AccessRequest["context"]): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
  );
}

/** Keys that it drops, or chokes on, go by the name of one that may be called anything, too. */
const unknownToIt = /(?:kms:EncryptionContext:|secretsmanager:ResourceTag\/)\w+/g;

function understood<T>(simulation: T): T {
  const text = JSON.stringify(simulation);
  const named = text.replace(unknownToIt, (key) => `aws:PrincipalTag/${key.replaceAll(/\W/g, "-")}`);
  return named === text ? simulation : JSON.parse(named);
}
