/** Very many projects on one role, past the wire, which would take most of the time. */
import type { ProjectEnvironment } from "@aws-sdk/client-codebuild";
import { account as accountId, home } from "../../end-to-end/support/world.ts";
import type { Account } from "./account.ts";

interface Crowd {
  readonly role: string;
  readonly count: number;
}

/** Their events are lost: none would say anything. */
export async function createCrowd({ role, count }: Crowd, account: Account): Promise<void> {
  const { delivery, environments, world } = account;
  const { sandbox } = world;
  delivery.next("lost", count, 0);
  const place = { partition: sandbox.partition, account: accountId, region: home };
  const arn = `arn:aws:iam::${accountId}:user/admin`;
  for (let index = 0; index < count; index += 1) {
    const name = `a-${String(index).padStart(4, "0")}`;
    const input = {
      name,
      serviceRole: `arn:aws:iam::${accountId}:role/${role}`,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment,
    };
    const caller = { kind: "administrator", arn, account: accountId } as const;
    await sandbox.call("codebuild", "CreateProject", input, { caller, place });
    environments.set(name, environment);
  }
}

const environment: ProjectEnvironment = {
  type: "LINUX_CONTAINER",
  computeType: "BUILD_GENERAL1_SMALL",
  image: "registry.example.net/acme/web:1",
  environmentVariables: [],
  privilegedMode: false,
};
