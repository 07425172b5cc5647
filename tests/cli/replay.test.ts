import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

const record = {
  eventVersion: "1.11",
  userIdentity: {
    type: "AssumedRole",
    sessionContext: { sessionIssuer: { arn: "arn:aws:iam::111122223333:role/Dev" } },
  },
  eventTime: "2026-11-24T02:30:00Z",
  eventSource: "secretsmanager.amazonaws.com",
  eventName: "TagResource",
  awsRegion: "eu-central-1",
  requestParameters: { secretId: "registry/ghcr" },
  responseElements: null,
  eventID: "11111111-2222-3333-4444-555555555555",
  readOnly: false,
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};
const listed = { ...record, eventName: "ListSecrets", readOnly: true };
const envelope = {
  version: "0",
  id: "e",
  source: "aws.secretsmanager",
  "detail-type": "AWS API Call via CloudTrail",
  account: "111122223333",
  region: "eu-central-1",
  time: "2026-11-24T02:30:00Z",
  resources: [],
  detail: record,
};
const deletion = {
  ...record,
  eventName: "EndSecretVersionDelete",
  eventType: "AwsServiceEvent",
  requestParameters: null,
  additionalEventData: {
    SecretId: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-abcdef",
  },
};

function file(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "replay-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function kinds(content: string | Uint8Array): Promise<readonly string[]> {
  const { out, err } = await pullpass(undefined, ["replay", "-", "--offline", "--json"], { input: content });
  expect(err).toBe("");
  return JSON.parse(out).events.map(({ trigger }: { trigger: { kind: string } }) => trigger.kind);
}

test("the help says what is accepted, what comes out, and how it is used", async () => {
  const { out } = await pullpass(undefined, ["replay", "--help"]);
  expect(out).toMatchInlineSnapshot(`
    "Usage: pullpass replay [options] <files...>

    show what pullpass would do with these events, and change nothing

    Arguments:
      files                   events as JSON, also gzipped; - is standard input

    Options:
      --offline               ask nothing of AWS: only show what each event makes pullpass look at
      --json                  print it as JSON
      --search-region <name>  one more Region in which secrets given by name are looked for; may be repeated
      --tag-prefix <text>     how pullpass's tags begin (default: "pullpass/")
      --policy-name <name>    how the inline policies that pullpass owns begin (default: "pullpass")
      --table <name>          the ledger of a deployment (default: PULLPASS_TABLE, or pullpass-ledger if it
                              exists)
      --no-ledger             look at the account as if pullpass were not deployed in it
      -h, --help              display help for command

    Global Options:
      --profile <name>        profile of the AWS configuration (default: AWS_PROFILE)
      --region <name>         AWS Region; may be repeated where a command takes several (default: AWS_REGION)
      --debug                 tell errors with their stack
      -V, --version           output the version number

    A file holds EventBridge envelopes or CloudTrail records: one, an array, one a line, or as CloudTrail stores them
    ({"Records": [...]}, gzipped or not). Events of one role are taken together, and the account is looked at as it is now.

    Where pullpass is deployed, its ledger says what it granted and why, and changes are recorded in it, as if the
    deployment had made them: subscribers hear of them. Without a deployment the roles' own pullpass policies stand in
    for the ledger: a change is then recorded in this command's output and nowhere else, and access is taken away only
    where consent was withdrawn.

    Examples:
      pullpass replay event.json
      pullpass replay --offline 111122223333_CloudTrail_eu-central-1_20261124T0230Z_x.json.gz
      aws cloudtrail lookup-events --output json | pullpass replay - --json
    "
  `);
});

const lines = (...events: readonly object[]) => events.map((event) => JSON.stringify(event)).join("\n");
test.each<{ form: string; content: string | Uint8Array; are: readonly string[] }>([
  { form: "an envelope", content: JSON.stringify(envelope, undefined, 2), are: ["secret-changed"] },
  { form: "a record", content: JSON.stringify(record), are: ["secret-changed"] },
  {
    form: "an array of both",
    content: JSON.stringify([envelope, listed, record]),
    are: ["secret-changed", "ignored", "secret-changed"],
  },
  { form: "a line each", content: `${lines(envelope, listed)}\n\n`, are: ["secret-changed", "ignored"] },
  {
    form: "lines that Windows wrote",
    content: `\ufeff${lines(envelope, listed).replace("\n", "\r\n")}`,
    are: ["secret-changed", "ignored"],
  },
  {
    form: "CloudTrail's file",
    content: JSON.stringify({ Records: [record, deletion] }),
    are: ["secret-changed", "secret-deleted"],
  },
  {
    form: "CloudTrail's file, gzipped",
    content: gzipSync(JSON.stringify({ Records: [record] })),
    are: ["secret-changed"],
  },
  {
    form: "what lookup-events prints",
    content: JSON.stringify({
      Events: [{ EventName: "TagResource", CloudTrailEvent: JSON.stringify(record) }],
    }),
    are: ["secret-changed"],
  },
  { form: "no event at all", content: "[]", are: [] },
  {
    form: "anything that is JSON",
    content: '[1, null, "x", {"Records": 7}, {"CloudTrailEvent": "{"}]',
    are: ["ignored", "ignored", "ignored", "ignored", "ignored"],
  },
])("$form is read", async ({ content, are }) => {
  expect(await kinds(content)).toEqual(are);
});

test("offline, each event is shown with what it makes pullpass look at, or why nothing", async () => {
  const path = file("events.json", JSON.stringify([record, listed]));
  const { out, code } = await pullpass(undefined, ["replay", path, "--offline"]);
  expect(code).toBe(0);
  expect(out.replaceAll(path, "events.json")).toMatchInlineSnapshot(`
    "events.json #1  TagResource
        secret-changed registry/ghcr
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 111122223333 eu-central-1
    events.json #2  ListSecrets
        ignored: pullpass does not act on aws.secretsmanager ListSecrets

    2 events: 1 to act on, 1 ignored.
    "
  `);
});

test("online, the account decides what would be done, once for all events of a role, and nothing is", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  const elsewhere = { ...record, recipientAccountId: "999999999999" };
  const { out, code } = await pullpass(account.sandbox, ["replay", "-"], {
    input: lines(record, record, elsewhere),
  });
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "standard input #1  TagResource
        secret-changed registry/ghcr
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 111122223333 eu-central-1
        looks at role web
    standard input #2  TagResource
        secret-changed registry/ghcr
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 111122223333 eu-central-1
        looks at role web
    standard input #3  TagResource
        secret-changed registry/ghcr
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 999999999999 eu-central-1
        nothing to look at: it is of account 999999999999, and this deployment serves 111122223333

    3 events: 3 to act on, 0 ignored.

    role web in eu-central-1
      grant
        + secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR
          Project web pulls its image with the secret arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, and the secret's tags consent.
      project web
        - credential  registry/ghcr
        + credential  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR
        - pull type   CODEBUILD
        + pull type   SERVICE_ROLE
          Only the full ARN of a secret means the same secret in every Region and for good, and CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone.

    To change: 1 grant, 1 normalization. Looked at 1 role.
    "
  `);
  expect(await account.policy("web")).toBeUndefined();
  const json = await pullpass(account.sandbox, ["replay", "-", "--json"], { input: lines(record) });
  const { events, plans } = JSON.parse(json.out);
  expect(events[0].scoped).toMatchObject([{ role: "arn:aws:iam::111122223333:role/web", projects: ["web"] }]);
  expect(plans[0].changes.map(({ kind }: { kind: string }) => kind)).toEqual(["grant", "normalization"]);
  expect(plans[0].changes[0].causes).toMatchObject([
    { event: "TagResource", actor: "arn:aws:iam::111122223333:role/Dev" },
  ]);
});

test.each<{ title: string; content: string | Uint8Array; says: string }>([
  { title: "no JSON", content: "hello\nworld", says: "standard input is not JSON: " },
  { title: "nothing", content: "", says: "standard input is empty." },
  {
    title: "a line that is no JSON",
    content: `${lines(record)}\n{`,
    says: "Line 2 of standard input is not JSON",
  },
  {
    title: "half a gzip file",
    content: gzipSync("[]").subarray(0, 12),
    says: "standard input is no whole gzip file.",
  },
  {
    title: "bytes that are no text",
    content: new Uint8Array([0x5b, 0xff]),
    says: "standard input is not text in UTF-8.",
  },
])("$title is refused in two lines", async ({ content, says }) => {
  const { out, err, code } = await pullpass(undefined, ["replay", "-", "--offline"], { input: content });
  expect({ out, code }).toEqual({ out: "", code: 1 });
  expect(err).toContain(says);
  expect(err).toMatch(/^pullpass: .*\n {2}.*\n$/);
});

test("a file that is not there is refused in two lines", async () => {
  const { err } = await pullpass(undefined, ["replay", "none.json", "--offline"]);
  expect(err).toMatchInlineSnapshot(`
    "pullpass: none.json cannot be read: ENOENT: no such file or directory, open 'none.json'
      Name a file of events, or - for standard input.
    "
  `);
});

test("names in events cannot write to the terminal", async () => {
  const hostile = { ...record, eventName: "Tag\u001b[2J", requestParameters: { secretId: "a\u0007\u202eb" } };
  const named = {
    ...record,
    requestParameters: { secretId: "a\u0007\u202eb" },
    userIdentity: { arn: "\u001b]0;x\u0007" },
  };
  const { out } = await pullpass(undefined, ["replay", "-", "--offline"], { input: lines(hostile, named) });
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("a whole file of events lists the projects once", async () => {
  const account = await createAccount();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  const secrets = Array.from({ length: 50 }, (_, index) => ({
    ...record,
    requestParameters: { secretId: `s/${index % 5}` },
  }));
  await pullpass(account.sandbox, ["replay", "-"], { input: lines(...secrets) });
  const lists = account.sandbox.calls.filter(({ operation }) => operation === "ListProjects");
  expect(lists).toHaveLength(1);
});
