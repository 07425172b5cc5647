/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import type { Connection } from "@pullpass/core/aws";
import { type Known, parsedJson } from "@pullpass/core/parts";
import type { Concurrency, ExaminedFunction, FunctionSettings } from "../examined.ts";
import { told } from "./told.ts";

export function readConcurrency(connection: Connection, region: string): Promise<Known<Concurrency>> {
  const client = new LambdaClient(connection(region));
  return told("lambda:GetAccountSettings", region, async () => {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    const { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {};
    return limit === undefined || unreserved === undefined ? undefined : { limit, unreserved };
  });
}

export async function readFunction(
  client: LambdaClient,
  { name, arn }: Pick<ExaminedFunction, "name" | "arn">,
): Promise<ExaminedFunction> {
  const named = { FunctionName: name };
  const [configuration, reserved, policy] = await Promise.all([
    readSettings(client, name),
    told("lambda:GetFunctionConcurrency", name, async () => {
      const answer = await client.send(new GetFunctionConcurrencyCommand(named));
      return answer.ReservedConcurrentExecutions;
    }),
    told("lambda:GetPolicy", name, async () => (await client.send(new GetPolicyCommand(named))).Policy),
  ]);
  return {
    name,
    arn,
    configuration,
    reserved,
    policy: policy.kind === "known" ? parsedJson(policy.value) : policy,
  };
}

/** Of the environment only what says how it was deployed is kept. */
function readSettings(client: LambdaClient, name: string): Promise<Known<FunctionSettings>> {
  return told("lambda:GetFunctionConfiguration", name, async () => {
    const answer = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    const { State: state = "", LastUpdateStatus: lastUpdate = "", Environment } = answer;
    const { PULLPASS_VERSION, PULLPASS_MODE, PULLPASS_TABLE, PULLPASS_REGIONS } =
      Environment?.Variables ?? {};
    return {
      state,
      lastUpdate,
      version: PULLPASS_VERSION,
      mode: PULLPASS_MODE,
      table: PULLPASS_TABLE,
      regions: (PULLPASS_REGIONS ?? "").split(" ").filter((each) => each !== ""),
    };
  });
}
