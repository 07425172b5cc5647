/** The demo's story on an emulator that no one here wrote: real SST, CloudFormation, bundles, queues and streams. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { event, type Message, openAccount, until } from "./support/account.ts";
import { sst } from "./support/deployment.ts";
import { type Emulator, region, startEmulator } from "./support/emulator.ts";
import { invoke } from "./support/functions.ts";

let emulator: Emulator;
let teams: ReturnType<typeof openAccount>;
let newNotices: () => Promise<readonly Message[]>;
const heard: string[] = [];

const tell = (text: string) => void process.stdout.write(`${text}\n`);
const seconds = (value: number) => `${value.toFixed(1)} s`;

/** Until a notice with these words in its subject has come. */
async function notice(words: string) {
  const listen = async () => {
    heard.push(...(await newNotices()).map(({ Subject }) => Subject));
    return heard;
  };
  return until(listen, (subjects) => subjects.some((subject) => subject.includes(words)));
}

beforeAll(async () => {
  emulator = await startEmulator();
  tell("deploying with sst");
  tell(`deployed in ${seconds(await sst("deploy", emulator))}`);
  teams = openAccount(emulator.url);
  newNotices = await teams.subscriber();
}, 600_000);

afterAll(async () => {
  await emulator?.stop();
}, 60_000);

test("a project that names a secret with consent is repaired, and everyone hears of it", async () => {
  const arn = await teams.createSecret("team/dockerhub", "web");
  await teams.createProject("web", "team/dockerhub");
  await invoke(emulator, "Ingest", event("CreateProject", {}));

  const granted = await until(
    () => teams.grants("web"),
    (statements) => statements.length > 0,
  );
  expect(granted.seen).toEqual([
    { Sid: "ReadRegistrySecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [arn] },
  ]);
  const isWhole = (environment: { imagePullCredentialsType?: string | undefined } | undefined) =>
    environment?.imagePullCredentialsType === "SERVICE_ROLE";
  const repaired = await until(() => teams.environment("web"), isWhole);
  expect(repaired.seen).toMatchObject({
    image: "acme/web:1",
    type: "LINUX_CONTAINER",
    registryCredential: { credential: arn, credentialProvider: "SECRETS_MANAGER" },
  });
  const told = await notice("rewrote the credential of web");
  tell(`event to grant ${seconds(granted.seconds)}, to notice ${seconds(told.seconds)} more`);
  expect(heard).toContainEqual(expect.stringContaining("let web pull with team/dockerhub"));
  const states = (await teams.ledger())
    .filter((item) => item.type?.S === "change")
    .map((item) => item.state?.S);
  expect(states).toEqual(["applied", "applied"]);
});

test("a secret with a key of the account's own gets the permission to decrypt with it", async () => {
  const key = await teams.createKey();
  const arn = await teams.createSecret("artifactory", "prefix=api", key);
  await teams.createProject("api-build", arn, "acme.jfrog.io/api:1");
  await invoke(
    emulator,
    "Ingest",
    event("CreateProject", { "project/web": "project/api-build", '"web"': '"api-build"' }),
  );
  const { seen } = await until(
    () => teams.grants("api-build"),
    (statements) => statements.length === 2,
  );
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
  await invoke(
    emulator,
    "Ingest",
    event("CreateProject", { "project/web": "project/curious", '"web"': '"curious"' }),
  );
  await notice("secret-no-consent: project curious");
  expect(await teams.grants("curious")).toEqual([]);
});

test("a registry that only a VPC can reach is flagged", async () => {
  const arn = await teams.createSecret("internal", "tools");
  await teams.createProject("tools", arn, "10.20.0.7:5000/tools:1");
  await invoke(
    emulator,
    "Ingest",
    event("CreateProject", { "project/web": "project/tools", '"web"': '"tools"' }),
  );
  await notice("registry-vpc-only: project tools");
});

test("a tag that is removed takes the access away", async () => {
  const [statement] = await teams.grants("web");
  const arn = /arn:aws:secretsmanager:[^"]*/.exec(JSON.stringify(statement))?.[0] ?? "";
  await teams.withdraw(arn);
  const record = event("UntagResource", { "team/dockerhub-a1B2c3": `team/dockerhub-${arn.slice(-6)}` });
  await invoke(emulator, "Ingest", record);
  await until(
    () => teams.grants("web"),
    (statements) => statements.length === 0,
  );
  await notice("took team/dockerhub from web");
});

test("the stack goes, and leaves the ledger", async () => {
  tell(`removed in ${seconds(await sst("remove", emulator))}`);
  expect((await teams.ledger()).length).toBeGreaterThan(0);
  await expect(invoke(emulator, "Ingest", {})).rejects.toThrow("no function");
}, 300_000);
