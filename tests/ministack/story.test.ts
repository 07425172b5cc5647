/** The demo's story on an emulator that no one here wrote: real SST, CloudFormation, bundles, rules, queues, streams. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Check } from "../../packages/cli/src/doctor/check.ts";
import { exitCodes } from "../../packages/cli/src/exit-codes.ts";
import { type AwsCli, awsCli } from "./support/aws-cli.ts";
import { type Clients, openClients } from "./support/clients.ts";
import { pullpassJson } from "./support/command.ts";
import { sst } from "./support/deployment.ts";
import { account, type Emulator, region, startEmulator } from "./support/emulator.ts";
import { inventory, namedLike } from "./support/inventory.ts";
import { type BusEvent, type Hear, hearEvents, hearNotices, type Notice } from "./support/subscriber.ts";
import { environmentWith, openTeams, type Teams, trust } from "./support/teams.ts";
import { seconds, tell } from "./support/tell.ts";
import { event, openTrail, projectCreated } from "./support/trail.ts";
import { until } from "./support/until.ts";

let emulator: Emulator;
let aws: AwsCli;
let clients: Clients;
let teams: Teams;
let trail: ReturnType<typeof openTrail>;
let notices: Hear<Notice>;
let events: Hear<BusEvent>;

/** Once a notice with these words in its subject has come. */
async function notice(words: string) {
  const isIt = ({ Subject }: Notice) => Subject.includes(words);
  return (await notices((all) => all.some(isIt))).find(isIt);
}

/** Once so many have come: what follows counts them all. */
const noticesLike = (words: string, count: number) =>
  notices((all) => all.filter(({ Subject }) => Subject.includes(words)).length >= count);

const attributes = (heard: Notice | undefined) =>
  Object.fromEntries(
    Object.entries(heard?.MessageAttributes ?? {}).map(([name, { Value }]) => [name, Value]),
  );

const granted = (role: string, count = 1) =>
  until(
    () => teams.grants(role),
    (statements) => statements.length === count,
  );

beforeAll(async () => {
  emulator = await startEmulator({ trail: true });
  tell(`sst deploy took ${seconds(await sst("deploy", emulator))}`);
  aws = awsCli(emulator);
  clients = openClients(emulator.url, region);
  teams = openTeams(clients);
  trail = openTrail(clients);
  notices = await hearNotices(clients);
  events = await hearEvents(clients);
}, 600_000);

afterAll(async () => {
  await emulator?.stop();
}, 60_000);

test("a project that the AWS CLI made is repaired once its event is on the bus, and everyone hears of it", async () => {
  await aws(
    ...["secretsmanager", "create-secret", "--name", "team/dockerhub"],
    ...["--secret-string", JSON.stringify({ username: "ci", password: "secret" })],
    ...["--tags", "Key=pullpass/projects,Value=web"],
  );
  await aws("iam", "create-role", "--role-name", "web", "--assume-role-policy-document", trust);
  await aws(
    ...["codebuild", "create-project", "--name", "web", "--service-role", `arn:aws:iam::${account}:role/web`],
    ...["--source", "type=NO_SOURCE,buildspec=x", "--artifacts", "type=NO_ARTIFACTS"],
    ...["--environment", JSON.stringify(environmentWith("team/dockerhub"))],
  );
  await aws("events", "put-events", "--entries", JSON.stringify([projectCreated("web")]));

  const { ARN: arn } = (await aws("secretsmanager", "describe-secret", "--secret-id", "team/dockerhub")) as {
    ARN: string;
  };
  const { seen } = await granted("web");
  expect(seen).toEqual([
    {
      ...{ Sid: "ReadRegistrySecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue" },
      Resource: [arn],
      Condition: {
        ArnEqualsIfExists: { "codebuild:ProjectArn": [`arn:aws:codebuild:${region}:${account}:project/web`] },
      },
    },
  ]);
  const repaired = await until(
    () => teams.environment("web"),
    (environment) => environment?.imagePullCredentialsType === "SERVICE_ROLE",
  );
  expect(repaired.seen).toMatchObject(environmentWith(arn));
  const rewrote = await notice("Credential rewritten: web");
  expect(rewrote?.Subject).toBe(`Credential rewritten: web (${account} ${region})`);
  expect(attributes(rewrote)).toEqual({
    ...{ kind: "change", change: "normalization", state: "applied", project: "web" },
    ...{ account, region },
  });
  expect(attributes(await notice("Access granted: web"))).toMatchObject({ change: "grant" });
  const states = (await teams.ledger())
    .filter(({ type }) => type?.S === "change")
    .map(({ state }) => state?.S);
  expect(states).toEqual(["applied", "applied"]);
});

test("programs hear of the same on the bus", async () => {
  const heard = await events((all) => all.length >= 2);
  expect(heard).toContainEqual(
    expect.objectContaining({
      source: "pullpass",
      "detail-type": "pullpass Change",
      detail: expect.objectContaining({ change: "grant", state: "applied", projects: ["web"] }),
    }),
  );
});

test("from a laptop the command finds the ledger by what is deployed, and names no table", async () => {
  const { told } = await pullpassJson(emulator, "history", "--project", "web");
  expect(told.table).toMatch(/Ledger/);
  const kinds = told.changes.map(({ change }: { change: { kind: string } }) => change.kind);
  expect(kinds.sort()).toEqual(["grant", "normalization"]);
});

test("the doctor finds all that is deployed well, and that the account has no trail", async () => {
  const { code, told } = await pullpassJson(emulator, "doctor");
  expect(told.deployed).toMatchObject({ table: expect.stringMatching(/Ledger/), mode: "apply" });
  const checks: readonly Check[] = told.checks;
  expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(["functions", "rules"]));
  expect(checks.flatMap(({ check, outcome }) => (outcome === "fine" ? [] : check))).toEqual(["trail"]);
  expect(code).toBe(exitCodes.found);
});

test("a secret with a key of the account's own gets the permission to decrypt with it", async () => {
  const key = await teams.createKey();
  const arn = await teams.createSecret("artifactory", "prefix=api", { KmsKeyId: key });
  await teams.createProject("api-build", arn, "acme.jfrog.io/api:1");
  await trail.tell(projectCreated("api-build"));
  const startedAt = performance.now();
  const { seen, seconds: untilGrant } = await granted("api-build", 2);
  await notice("Access granted: api-build");
  const untilNotice = (performance.now() - startedAt) / 1_000;
  tell(`event to grant took ${seconds(untilGrant)}, to notice ${seconds(untilNotice)}`);
  expect(seen[1]).toMatchObject({
    Action: "kms:Decrypt",
    Resource: key,
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
        "kms:EncryptionContext:SecretARN": [arn],
      },
    },
  });
});

test("a project without consent gets nothing, and its team hears why", async () => {
  await teams.createProject("curious", "team/dockerhub");
  await trail.tell(projectCreated("curious"));
  expect(attributes(await notice("secret-no-consent: project curious"))).toEqual({
    ...{ kind: "finding", rule: "secret-no-consent", severity: "info", state: "opened", project: "curious" },
    ...{ account, region },
  });
  expect(await teams.policyNames("curious")).toEqual([]);
  const isFinding = ({ detail }: BusEvent) => detail.rule === "secret-no-consent";
  expect((await events((all) => all.some(isFinding))).find(isFinding)).toMatchObject({
    "detail-type": "pullpass Finding",
    detail: { subject: { kind: "project", name: "curious" }, state: "opened" },
  });
});

test("a registry that only a VPC can reach is flagged", async () => {
  const arn = await teams.createSecret("internal", "tools");
  await teams.createProject("tools", arn, "10.20.0.7:5000/tools:1");
  await trail.tell(projectCreated("tools"));
  await notice("registry-vpc-only: project tools");
});

test("a project is looked at when a build of it fails, though its own event was lost", async () => {
  const arn = await teams.createSecret("harbor", "late");
  await teams.createProject("late", arn);
  await trail.tell(
    event("BuildStateChange-provisioning-failed", { "build/web": "build/late", '"web"': '"late"' }),
  );
  await granted("late");
});

test("a policy that someone deletes comes back", async () => {
  await teams.deletePolicy("late");
  await trail.tell(event("DeleteRolePolicy", { "web-build": "late" }));
  await granted("late");
  await noticesLike("Access granted: late", 2);
});

test("events that come again, in another order, change nothing and tell nobody", async () => {
  const everything = async () => ({
    grants: await Promise.all(["web", "api-build", "curious", "tools", "late"].map(teams.grants)),
    notices: (await notices(() => true)).length,
  });
  for (const name of ["web", "api-build", "tools", "late"]) {
    await noticesLike(`Access granted: ${name} `, 1);
    await noticesLike(`${name === "web" ? "Credential rewritten" : "Pull type set"}: ${name} (`, 1);
  }
  const before = await everything();
  await trail.repeatBackwards();
  const word = await teams.createSecret("last", "last");
  await teams.createProject("last", word);
  await trail.tell(projectCreated("last"));
  await noticesLike("Access granted: last", 1);
  await noticesLike("Pull type set: last (", 1);
  const after = await everything();
  // That of `last`, for the secret and for the pull type.
  expect(after).toEqual({ ...before, notices: before.notices + 2 });
});

test("a failed call's event, and another's policy, reach no function", async () => {
  const dispatched = () => emulator.log().split("Lambda test-pullpass-pullpass-Ingest").length;
  const before = dispatched();
  await trail.tell(event("PutRolePolicy-denied"));
  await trail.tell(event("DeleteRolePolicy", { "pullpass-": "theirs-", "web-build": "late" }));
  await trail.tell(projectCreated("web"));
  await until(
    async () => dispatched(),
    (count) => count > before,
  );
  expect(dispatched()).toBe(before + 1);
});

test("a tag that is removed takes the access away", async () => {
  const [statement] = await teams.grants("web");
  const arn = /arn:aws:secretsmanager:[^"]*/.exec(JSON.stringify(statement))?.[0] ?? "";
  await teams.withdraw(arn);
  await trail.tell(event("UntagResource", { "team/dockerhub-a1B2c3": `team/dockerhub-${arn.slice(-6)}` }));
  await granted("web", 0);
  await notice("Access taken back: team/dockerhub from web");
});

test("the command in a notice undoes what it told of: what was there is back, it is told, and it stays", async () => {
  const before = environmentWith("team/dockerhub");
  const { Message = "" } = (await notice("Credential rewritten: web")) ?? {};
  const [, id = ""] = /pullpass undo (\S+)/.exec(Message) ?? [];
  const { code } = await pullpassJson(emulator, "undo", id, "--yes");
  expect(code).toBe(exitCodes.ok);
  expect(await teams.environment("web")).toMatchObject(before);
  expect((await teams.environment("web"))?.imagePullCredentialsType ?? "CODEBUILD").toBe("CODEBUILD");
  await noticesLike("Credential rewritten: web", 2);
  await trail.tell(projectCreated("web"));
  await teams.createProject("beside", await teams.createSecret("beside", "beside"));
  await trail.tell(projectCreated("beside"));
  await noticesLike("Pull type set: beside (", 1);
  expect(await teams.environment("web")).toMatchObject(before);
  const again = await pullpassJson(emulator, "undo", id, "--yes");
  expect(again.code).toBe(exitCodes.ok);
  expect(await teams.environment("web")).toMatchObject(before);
});

test("the stack goes, and leaves nothing but the ledger", async () => {
  const deployed = namedLike("test-pullpass", await inventory(emulator));
  expect(Object.keys(deployed)).toEqual(expect.arrayContaining(deployedKinds));
  const records = (await teams.ledger()).length;
  tell(`sst remove took ${seconds(await sst("remove", emulator))}`);
  const left = namedLike("test-pullpass", await inventory(emulator));
  expect(left).toEqual({ tables: [expect.stringContaining("Ledger")] });
  expect((await teams.ledger()).length).toBe(records);
}, 300_000);

const deployedKinds = [
  ...["alarms", "functions", "logs", "queues", "roles", "rules", "sources", "stacks", "subscriptions"],
  ...["tables", "topics"],
];
