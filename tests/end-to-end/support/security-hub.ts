/** Security Hub of an account with pullpass in it. */
import {
  type AwsSecurityFinding,
  DisableSecurityHubCommand,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { home, type World } from "./world.ts";

const hubOf = ({ sandbox }: Pick<World, "sandbox">) =>
  new SecurityHubClient(connect(sandbox, { region: home }));

export async function enableSecurityHub(world: Pick<World, "sandbox">): Promise<void> {
  await hubOf(world).send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
}

export async function disableSecurityHub(world: Pick<World, "sandbox">): Promise<void> {
  await hubOf(world).send(new DisableSecurityHubCommand({}));
}

export async function findingsInHub(world: Pick<World, "sandbox">): Promise<readonly AwsSecurityFinding[]> {
  return (await hubOf(world).send(new GetFindingsCommand({}))).Findings ?? [];
}
