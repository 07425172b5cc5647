/** The same stack as a plain CloudFormation template, with the commands that `npm run synth` prints. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { awsCli } from "./support/aws-cli.ts";
import { openClients } from "./support/clients.ts";
import { cloudFormation } from "./support/deployment.ts";
import { type Emulator, region, startEmulator } from "./support/emulator.ts";
import { inventory, namedLike } from "./support/inventory.ts";
import { openTeams } from "./support/teams.ts";
import { seconds, tell } from "./support/tell.ts";
import { openTrail, projectCreated } from "./support/trail.ts";
import { until } from "./support/until.ts";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ trail: true });
  tell(`aws cloudformation took ${seconds(await cloudFormation(emulator))}`);
}, 600_000);

afterAll(async () => {
  await emulator?.stop();
}, 60_000);

test("a stack made of the plain template repairs a project", async () => {
  const clients = openClients(emulator.url, region);
  const teams = openTeams(clients);
  await teams.createSecret("team/dockerhub", "web");
  await teams.createProject("web", "team/dockerhub");
  await openTrail(clients).tell(projectCreated("web"));
  const { seen } = await until(
    () => teams.grants("web"),
    (statements) => statements.length > 0,
  );
  expect(seen).toMatchObject([{ Action: "secretsmanager:GetSecretValue" }]);
});

test("deleted, it leaves nothing but the ledger", async () => {
  const aws = awsCli(emulator);
  await aws("cloudformation", "delete-stack", "--stack-name", "pullpass");
  await aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", "pullpass");
  expect(namedLike("pullpass", await inventory(emulator))).toEqual({
    tables: [expect.stringContaining("Ledger")],
  });
});
