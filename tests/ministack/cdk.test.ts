/** The same stack with the CDK, and a deployment that changes its mind: the stack is updated in place. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clients, openClients } from "./support/clients.ts";
import { cdk } from "./support/deployment.ts";
import { account, type Emulator, region, startEmulator } from "./support/emulator.ts";
import { inventory, namedLike } from "./support/inventory.ts";
import { type Hear, hearNotices, type Notice } from "./support/subscriber.ts";
import { openTeams, type Teams } from "./support/teams.ts";
import { seconds, tell } from "./support/tell.ts";
import { openTrail, projectCreated } from "./support/trail.ts";
import { until } from "./support/until.ts";

let emulator: Emulator;
let clients: Clients;
let teams: Teams;
let trail: ReturnType<typeof openTrail>;
let notices: Hear<Notice>;

const deploy = (options: Readonly<Record<string, unknown>>) =>
  cdk(["deploy", "--require-approval", "never"], emulator, options);
const hears = (words: string) => notices((all) => all.some(({ Subject }) => Subject.includes(words)));

beforeAll(async () => {
  emulator = await startEmulator({ trail: true });
  await cdk(["bootstrap", `aws://${account}/${region}`], emulator);
  tell(`cdk deploy took ${seconds(await deploy({ mode: "plan" }))}`);
  clients = openClients(emulator.url, region);
  teams = openTeams(clients);
  trail = openTrail(clients);
  notices = await hearNotices(clients);
}, 600_000);

afterAll(async () => {
  await emulator?.stop();
}, 60_000);

test("a deployment that only plans changes nothing, and tells what it would do", async () => {
  await teams.createSecret("team/dockerhub", "web");
  await teams.createProject("web", "team/dockerhub");
  await trail.tell(projectCreated("web"));
  await hears("Access proposed: web to team/dockerhub");
  expect(await teams.policyNames("web")).toEqual([]);
  expect((await teams.environment("web"))?.imagePullCredentialsType).not.toBe("SERVICE_ROLE");
});

test("deployed anew with other options, it does what they say, and its ledger is still there", async () => {
  const before = await teams.ledger();
  tell(`cdk deploy in place took ${seconds(await deploy({ mode: "apply", tagPrefix: "registry/" }))}`);
  const kept = new Set((await teams.ledger()).map((item) => JSON.stringify(item)));
  expect(before.filter((item) => !kept.has(JSON.stringify(item)))).toEqual([]);

  await teams.createSecret("team/harbor", "api", { tagKey: "registry/projects" });
  await teams.createProject("api", "team/harbor");
  await trail.tell(projectCreated("api"));
  await until(
    () => teams.grants("api"),
    (statements) => statements.length > 0,
  );
  await hears("Access granted: api");

  await teams.createSecret("team/old", "late");
  await teams.createProject("late", "team/old");
  await trail.tell(projectCreated("late"));
  await hears("secret-no-consent: project late");
  expect(await teams.policyNames("late")).toEqual([]);
}, 400_000);

test("cdk destroy leaves nothing but the ledger", async () => {
  await cdk(["destroy", "--force"], emulator);
  expect(namedLike("pullpass", await inventory(emulator))).toEqual({
    tables: [expect.stringContaining("Ledger")],
  });
}, 300_000);
