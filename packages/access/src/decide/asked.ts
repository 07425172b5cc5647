import { type Context, contextOf } from "../condition/context.ts";
import { holds } from "../condition/holds.ts";
import { selectsAction } from "../match/action.ts";
import { selectsResource } from "../match/resource.ts";
import type { Policy, Statement } from "../policy/policy.ts";
import type { AccessRequest } from "../types.ts";

/** The request, with its context ready to be looked up. */
export interface Asked {
  readonly request: AccessRequest;
  readonly context: Context;
}

export function asked(request: AccessRequest): Asked {
  return { request, context: contextOf(request.context) };
}

/** Is the statement about this request, whoever makes it? */
export function applies(
  statement: Statement,
  version: Policy["version"],
  { request, context }: Asked,
): boolean {
  return (
    selectsAction(statement.actions, request.action) &&
    selectsResource(statement, request.resource, context, version) &&
    statement.conditions.every((condition) => holds(condition, context, version))
  );
}
