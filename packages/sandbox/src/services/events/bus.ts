import {
  type DescribeEventBusRequest,
  type DescribeEventBusResponse,
  type ListEventBusesRequest,
  type ListEventBusesResponse,
  type PutPermissionRequest,
  type RemovePermissionRequest,
  ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import { awsError } from "../../errors.ts";
import { policyFaults } from "../../policy-faults.ts";
import type { Call, Operation, Permission } from "../../service.ts";
import { requireBus } from "./find-rule.ts";
import type { Bus } from "./state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
export const describeEventBus: Operation<DescribeEventBusRequest, DescribeEventBusResponse> = {
  permissions: (input, call) => [busPermission("DescribeEventBus", requireBus(input.Name, call))],
  run(input, call) {
    return shown(requireBus(input.Name, call));
  },
};

/** There is only `default`. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html */
export const listEventBuses: Operation<ListEventBusesRequest, ListEventBusesResponse> = {
  permissions: (_, { place }) => [
    { action: "events:ListEventBuses", resource: "*", resourceAccount: place.account },
  ],
  run(input, call) {
    const bus = requireBus(undefined, call);
    return { EventBuses: bus.name.startsWith(input.NamePrefix ?? "") ? [shown(bus)] : [] };
  },
};

/** A whole policy, or one statement for an account. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
export const putPermission: Operation<PutPermissionRequest, void> = {
  permissions: (input, call) => [busPermission("PutPermission", requireBus(input.EventBusName, call))],
  run(input, call) {
    const bus = requireBus(input.EventBusName, call);
    if (input.Policy !== undefined) {
      bus.policy = readPolicy(input.Policy, call);
      return;
    }
    const others = statementsOf(bus).filter(({ Sid }) => Sid !== input.StatementId);
    writeStatements(bus, [...others, statementFor(input, bus, call)]);
  },
  trail: (input) => ({
    requestParameters: {
      eventBusName: input.EventBusName,
      action: input.Action,
      principal: input.Principal,
      statementId: input.StatementId,
      policy: input.Policy,
    },
    responseElements: null,
  }),
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemovePermission.html */
export const removePermission: Operation<RemovePermissionRequest, void> = {
  permissions: (input, call) => [busPermission("RemovePermission", requireBus(input.EventBusName, call))],
  run(input, call) {
    const bus = requireBus(input.EventBusName, call);
    const all = statementsOf(bus);
    const left = input.RemoveAllPermissions ? [] : all.filter(({ Sid }) => Sid !== input.StatementId);
    if (left.length === all.length) {
      throw new ResourceNotFoundException({ message: "EventBus does not have a policy.", $metadata: {} });
    }
    writeStatements(bus, left);
  },
  trail: (input) => ({
    requestParameters: { eventBusName: input.EventBusName, statementId: input.StatementId },
    responseElements: null,
  }),
};

function shown({ name, arn, policy }: Bus) {
  return { Name: name, Arn: arn, ...(policy !== undefined && { Policy: policy }) };
}

/** What EventBridge asks IAM about a bus, its policy included. */
export function busPermission(action: string, bus: Bus): Permission {
  return {
    action: `events:${action}`,
    resource: bus.arn,
    resourceAccount: bus.place.account,
    ...(bus.policy !== undefined && { resourcePolicy: bus.policy }),
  };
}

interface Statement {
  readonly Sid?: string;
}

function statementFor(input: PutPermissionRequest, bus: Bus, { place }: Call) {
  const { Principal = "", StatementId = "", Action = "events:PutEvents", Condition } = input;
  const principal = Principal === "*" ? "*" : { AWS: `arn:${place.partition}:iam::${Principal}:root` };
  return {
    Sid: StatementId,
    Effect: "Allow",
    Principal: principal,
    Action,
    Resource: bus.arn,
    ...(Condition && { Condition: { [Condition.Type ?? ""]: { [Condition.Key ?? ""]: Condition.Value } } }),
  };
}

function statementsOf(bus: Bus): readonly Statement[] {
  const { Statement: statements = [] } = JSON.parse(bus.policy ?? "{}") as {
    Statement?: readonly Statement[];
  };
  return statements;
}

function writeStatements(bus: Bus, Statement: readonly object[]): void {
  bus.policy = Statement.length > 0 ? JSON.stringify({ Version: "2012-10-17", Statement }) : undefined;
}

/** The words are those of broken JSON; of other faults they are unverified, PutPermission with each would settle them. */
function readPolicy(text: string, call: Call): string {
  const faults = policyFaults(text, "resource", call, { service: "events" });
  if (faults?.length === 0) return text;
  throw awsError("ValidationException", faults?.[0]?.message ?? "This policy contains invalid Json");
}
