/** The same questions, answered by an independent implementation of IAM's logic. It is for tests alone. */
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { account, policiesOf, policy, type Question, requestOf } from "./ask.ts";

export type Answer = "allowed" | "denied explicit" | "denied implicit";

const answers: Readonly<Record<string, Answer>> = {
  Allowed: "allowed",
  ExplicitlyDenied: "denied explicit",
  ImplicitlyDenied: "denied implicit",
};

/** Throws when the oracle does not take the question. */
export async function askOracle(question: Question): Promise<Answer> {
  const { principal, action, resource, resourceAccount, context } = requestOf(question);
  const policies = policiesOf(question);
  const { onResource, boundary, levels = [] } = question;
  const read = <T>(layer: { kind: "known"; value: T } | { kind: "unknown" }) => {
    if (layer.kind === "unknown") throw new Error("the oracle knows no layer that was not read");
    return layer.value;
  };
  const withSession = principal.kind === "role" ? principal.sessionArn : undefined;
  const caller = principal.kind === "service" ? principal.service : (withSession ?? principal.arn);
  const simulation = withoutPaths({
    request: {
      principal: caller,
      action,
      resource: { resource, accountId: resourceAccount },
      contextVariables: context,
    },
    identityPolicies: read(policies.identity).map(({ name, document }) => ({ name, policy: document })),
    serviceControlPolicies: levels.map((statements, level) => ({
      orgIdentifier: `ou-${level}`,
      policies: [{ name: `level ${level}`, policy: policy("", ...statements).document }],
    })),
    resourceControlPolicies: [],
    ...(onResource && { resourcePolicy: policy("", ...onResource).document }),
    ...(boundary && {
      permissionBoundaryPolicies: [{ name: "boundary", policy: policy("", ...boundary).document }],
    }),
  });
  const result = await runSimulation(simulation as Simulation, {});
  if (result.resultType === "error") throw new Error(`the oracle refused: ${JSON.stringify(result.errors)}`);
  const answer = answers[result.overallResult];
  if (answer === undefined)
    throw new Error(`the oracle answered ${result.overallResult} in account ${account}`);
  return answer;
}

/** It takes a session's role to be the one without a path. */
function withoutPaths<T>(simulation: T): T {
  return JSON.parse(JSON.stringify(simulation).replaceAll(":role/build/", ":role/"));
}
