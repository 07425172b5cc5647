import { type Context, contextOf } from "../condition/context.ts";
import type { Statement } from "../policy/policy.ts";
import type { AccessRequest } from "../types.ts";
import { conditionTest, resourceTest } from "../unknown/condition-test.ts";
import type { Test } from "../unknown/test.ts";

/** The request, with its context ready to be looked up. */
export interface Asked {
  readonly request: AccessRequest;
  readonly context: Context;
}

export function asked(request: AccessRequest): Asked {
  return { request, context: contextOf(request) };
}

/**
 * What has to hold for the statement, which is about the action, to be about this request, whoever makes it; none:
 * it is. `undefined`: it is not, whatever is unknown.
 */
export function testsOf(statement: Statement, { request, context }: Asked): readonly Test[] | undefined {
  const resource = resourceTest(statement, request.resource, context);
  if (resource === false) return undefined;
  const tests = resource === true ? [] : [resource];
  for (const condition of statement.conditions) {
    const test = conditionTest(condition, context);
    if (test === false) return undefined;
    if (test !== true) tests.push(test);
  }
  return tests;
}
