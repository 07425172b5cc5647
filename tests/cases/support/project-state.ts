/** A case's environment in a sandbox with pullpass deployed: a project, its role, and a secret that consents. */
import {
  CreateProjectCommand,
  type CreateProjectCommandInput,
  type ProjectEnvironment,
} from "@aws-sdk/client-codebuild";
import { CreateSecretCommand, ReplicateSecretToRegionsCommand } from "@aws-sdk/client-secrets-manager";
import { away, createWorld, home } from "../../end-to-end/support/world.ts";
import { filledIn } from "./case-files.ts";

export interface ProjectCase {
  readonly id: string;
  readonly source: string;
  readonly environment: ProjectEnvironment;
  readonly extra?: Partial<CreateProjectCommandInput>;
  readonly secretString?: string;
  readonly expected: {
    readonly verdict: string;
    readonly rule?: string;
    readonly severity?: string;
    readonly say?: string;
    readonly never?: string;
  };
}

const login = '{"username":"me","password":"s3cr3t"}';

/** The secret consents to the project, and the role may read secrets by a policy of its own, too. */
export async function deployedWith({ id, environment, extra, secretString = login }: ProjectCase) {
  const world = await createWorld();
  const secrets = world.secretsIn(home);
  const name = `registry/${id}`;
  const { ARN = "" } = await secrets.send(
    new CreateSecretCommand({
      Name: name,
      SecretString: secretString,
      Tags: [{ Key: "pullpass/projects", Value: id }],
    }),
  );
  const replica = JSON.stringify(environment).includes("{{REPLICA_ARN}}");
  if (replica) {
    await secrets.send(
      new ReplicateSecretToRegionsCommand({ SecretId: name, AddReplicaRegions: [{ Region: away }] }),
    );
  }
  const placeholders = {
    SECRET_ARN: ARN,
    SECRET_NAME: name,
    SECRET_NAME_UPPER: name.toUpperCase(),
    REPLICA_ARN: ARN.replace(home, away),
  };
  const serviceRole = await world.role(id);
  await world.writePolicy(id, "own", {
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
  });
  await world.codebuild.send(
    new CreateProjectCommand({
      name: id,
      serviceRole,
      source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: filledIn(environment, placeholders),
      ...extra,
    }),
  );
  await world.rest();
  return { world, placeholders };
}
