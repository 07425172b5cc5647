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
      --format <form>         how to show it (choices: "text", "json", default: "text")
      --json                  the same as --format json
      --search-region <name>  one more Region in which secrets given by name are looked for; may be repeated
      --tag-prefix <text>     how pullpass's tags begin (default: "pullpass/")
      --policy-name <name>    how the inline policies that pullpass owns begin (default: "pullpass")
      --bind-grants <how>     how grants are bound to projects, as the option bindGrants of a deployment (choices:
                              "ifExists", "strict", "off", default: "ifExists")
      --shared-roles <how>    what becomes of roles that others may assume, as the option sharedRoles of a
                              deployment (choices: "flag", "refuse", default: "flag")
      --table <name>          the ledger of a deployment (default: PULLPASS_TABLE, or that of the Region's
                              deployment)
      --no-ledger             look at the account as if pullpass were not deployed in it
      -h, --help              display help for command

    Global Options:
      --profile <name>        profile of the AWS configuration (default: AWS_PROFILE)
      --region <name>         AWS Region; may be repeated where a command takes several (default: AWS_REGION)
      --role-arn <arn>        look at an account as this role, which your credentials may assume
      --external-id <id>      what the trust policy of that role asks for
      -q, --quiet             print only the answer, and what is wrong: no progress, notes or hints
      --debug                 tell errors with their stack
      -V, --version           output the version number

    A file holds EventBridge envelopes or CloudTrail records: one, an array, one a line, or as CloudTrail stores them
    ({"Records": [...]}, gzipped or not), or what lookup-events prints. Events of one role are taken together, and the account
    is looked at as it is now. For each event it says which rule of a deployment in the command's Region delivers it.

    Where pullpass is deployed, its ledger says what it granted and why, and changes are recorded in it, as if the
    deployment had made them: subscribers hear of them. Without a deployment the roles' own pullpass policies stand in
    for the ledger: a change is then recorded in this command's output and nowhere else, and access is taken away only
    where consent was withdrawn.

    Examples:
      pullpass replay event.json
      pullpass replay --offline 111122223333_CloudTrail_eu-central-1_20261124T0230Z_x.json.gz
      aws cloudtrail lookup-events --output json | pullpass replay - --json

    Exit code:
      0  every event was read, also those that ask for nothing
      1  something in the files is no event
      2  the command was not understood
      3  not everything could be known, or nothing could be looked at
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
    form: "one that lookup-events prints, alone",
    content: JSON.stringify({ EventName: "TagResource", CloudTrailEvent: JSON.stringify(record) }),
    are: ["secret-changed"],
  },
  {
    form: "what lookup-events prints, with its records as objects",
    content: JSON.stringify({ Events: [{ EventName: "TagResource", CloudTrailEvent: record }] }),
    are: ["secret-changed"],
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
        rule secrets delivers it
    events.json #2  ListSecrets
        ignored: pullpass does not act on aws.secretsmanager ListSecrets
        no rule delivers it: none asks for events like it

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
        rule secrets delivers it
        looks at role web
    standard input #2  TagResource
        secret-changed registry/ghcr
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 111122223333 eu-central-1
        rule secrets delivers it
        looks at role web
    standard input #3  TagResource
        secret-changed registry/ghcr
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 999999999999 eu-central-1
        no rule delivers it: the rules are pinned to account 111122223333
        nothing to look at: it is of account 999999999999, and this deployment serves 111122223333

    3 events: 3 to act on, 0 ignored.

    role web in eu-central-1
      grant
        + secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-vLqBWR, for builds of web
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
  expect({ out, code }).toEqual({ out: "", code: 3 });
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

/** Where nothing is an event: two lines, which name the form, and the code 1. */
test.each<[form: string, content: unknown, says: string]>([
  ["OCSF", { class_uid: 6003, api: { operation: "TagResource" }, time: 1 }, "OCSF"],
  ["a row of Athena", { eventname: "TagResource", eventsource: "secretsmanager.amazonaws.com" }, "Athena"],
  [
    "rows of CloudTrail Lake",
    { QueryStatus: "FINISHED", QueryResultRows: [[{ eventName: "x" }]] },
    "CloudTrail Lake",
  ],
  ["a digest", { awsAccountId: "1", digestStartTime: "2026-01-01T00:00:00Z", logFiles: [] }, "digest file"],
  ["an Insights event", { ...record, eventName: undefined, insightDetails: {} }, "Insights"],
  [
    "an Insights event of CloudTrail's own name",
    { ...record, eventType: "AwsCloudTrailInsight" },
    "Insights",
  ],
  ["data of CloudWatch Logs", { messageType: "DATA_MESSAGE", logEvents: [] }, "CloudWatch Logs"],
  ["what CloudWatch Logs hands a function", { awslogs: { data: "H4sI" } }, "CloudWatch Logs"],
  ["messages of SQS", { Messages: [{ Body: JSON.stringify(envelope) }] }, "SQS"],
  [
    "what SQS hands a function",
    { Records: [{ receiptHandle: "x", body: "{}", eventSource: "aws:sqs" }] },
    "SQS",
  ],
  ["a message of SNS", { Type: "Notification", TopicArn: "arn:aws:sns:x", Message: "{}" }, "SNS"],
  ["CodeStar", { source: "aws.codebuild", detailType: "CodeBuild Build State Change" }, "CodeStar"],
  ["lookup-events with half a record", { EventName: "x", CloudTrailEvent: "{" }, "lookup-events"],
  ["a number", 1, "a number"],
  ["null", null, "null"],
  ["a text", "x", "a text"],
  ["nothing in braces", {}, "an object without members"],
  ["Records that are none", { Records: 7 }, "an object of no known form, with the members Records"],
  ["many members", { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, "with the members a, b, c, d, e, …"],
  ["an envelope without its type", { ...envelope, "detail-type": undefined }, "an object of no known form"],
  ["several, of which none is an event", [1, { class_uid: 1 }], "a number"],
])("%s is no event, and is called by its name", async (_, content, says) => {
  const { out, err, code } = await pullpass(undefined, ["replay", "-", "--offline"], {
    input: JSON.stringify(content),
  });
  expect({ out, code }).toEqual({ out: "", code: 3 });
  expect(err).toContain(says);
  expect(err).toMatch(/^pullpass: standard input #1 is no event: it is .*\n {2}.*\n$/);
});

test("among events, what is none is told beside them, and the code is 1", async () => {
  const { out, code } = await pullpass(undefined, ["replay", "-", "--offline"], {
    input: JSON.stringify([record, { class_uid: 6003 }, listed]),
  });
  expect(code).toBe(1);
  expect(out).toMatchInlineSnapshot(`
    "standard input #1  TagResource
        secret-changed registry/ghcr
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 111122223333 eu-central-1
        rule secrets delivers it
    standard input #2  no event
        not read: it is an event in the schema OCSF, as Security Lake stores it
    standard input #3  ListSecrets
        ignored: pullpass does not act on aws.secretsmanager ListSecrets
        no rule delivers it: none asks for events like it

    2 events: 1 to act on, 1 ignored. 1 could not be read.
    "
  `);
  const json = await pullpass(undefined, ["replay", "-", "--offline", "--json"], {
    input: JSON.stringify([record, 7]),
  });
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out).events[1].trigger).toEqual({ kind: "ignored", reason: "it is a number" });
});

test("events that ask for nothing are no failure", async () => {
  const { code } = await pullpass(undefined, ["replay", "-", "--offline"], {
    input: JSON.stringify([listed]),
  });
  expect(code).toBe(0);
});

const inRegion = (eventSource: string, eventName: string, awsRegion: string, requestParameters: object) => ({
  ...record,
  eventSource: `${eventSource}.amazonaws.com`,
  eventName,
  awsRegion,
  requestParameters,
});
const role = (awsRegion: string) => inRegion("iam", "DeleteRole", awsRegion, { roleName: "web" });
const key = (awsRegion: string) =>
  inRegion("kms", "DisableKey", awsRegion, { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" });
const project = (awsRegion: string) => inRegion("codebuild", "UpdateProject", awsRegion, { name: "web" });

test.each<[what: string, args: readonly string[], event: object, says: string]>([
  ["its own Region's", [], record, "rule secrets delivers it"],
  ["a key's", [], key("eu-central-1"), "rule keys delivers it; with kms: false none does"],
  [
    "IAM's, which are elsewhere",
    [],
    role("us-east-1"),
    "rule roles of the forwarding stack in us-east-1 delivers it; without that stack none does",
  ],
  ["IAM's, in a deployment there", ["--region", "us-east-1"], role("us-east-1"), "rule roles delivers it"],
  [
    "a searched Region's key",
    ["--search-region", "eu-west-1"],
    key("eu-west-1"),
    "rule keys of the forwarding stack in eu-west-1 delivers it; without that stack or with kms: false none does",
  ],
  [
    "another Region's secret",
    [],
    { ...record, awsRegion: "eu-west-1" },
    "no rule delivers it: eu-west-1 is not among the searchRegions of eu-central-1",
  ],
  [
    "another Region's project",
    [],
    project("eu-west-1"),
    "no rule delivers it: nothing like it is forwarded from eu-west-1 to eu-central-1",
  ],
  ["a read", [], listed, "no rule delivers it: none asks for events like it"],
  [
    "a failed call",
    [],
    { ...record, errorCode: "AccessDenied" },
    "no rule delivers it: none asks for events like it",
  ],
  [
    "another inline policy than pullpass's own",
    [],
    inRegion("iam", "PutRolePolicy", "us-east-1", { roleName: "web", policyName: "inline" }),
    "no rule delivers it: nothing like it is forwarded from us-east-1 to eu-central-1",
  ],
  [
    "pullpass's own policy, by the name that it has here",
    ["--policy-name", "inline"],
    inRegion("iam", "PutRolePolicy", "us-east-1", { roleName: "web", policyName: "inline-eu-central-1" }),
    "rule role-policies of the forwarding stack in us-east-1 delivers it; without that stack none does",
  ],
  [
    "the schedule's",
    [],
    { ...envelope, source: "aws.events", "detail-type": "Scheduled Event", detail: {} },
    "rule sweeps delivers it",
  ],
  [
    "one from nowhere",
    [],
    { ...record, recipientAccountId: undefined },
    "no rule delivers it: the event has no account or no region",
  ],
])("%s events: the rule is told, and what it takes", async (_, args, event, says) => {
  const { out } = await pullpass(undefined, ["replay", "-", "--offline", ...args], {
    input: JSON.stringify(event),
  });
  expect(out).toContain(`${says}\n`);
});

test("where the deployment's Region is not known, the event's own is meant, and the other case is told", async () => {
  const { out } = await pullpass(undefined, ["replay", "-", "--offline"], {
    input: JSON.stringify([role("us-east-1"), project("eu-west-1")]),
    environment: {},
  });
  expect(out).toContain(
    "rule roles delivers it; to a deployment elsewhere than in us-east-1 only through the forwarding stack there\n",
  );
  expect(out).toContain("rule projects delivers it\n");
});

test("another account's event is delivered by none of this account's rules", async () => {
  const account = await createAccount();
  const { out } = await pullpass(account.sandbox, ["replay", "-"], {
    input: JSON.stringify({ ...record, recipientAccountId: "999999999999" }),
  });
  expect(out).toContain("no rule delivers it: the rules are pinned to account 111122223333\n");
});

test("as JSON, the delivery has its parts", async () => {
  const { out } = await pullpass(undefined, ["replay", "-", "--offline", "--json"], {
    input: JSON.stringify([role("us-east-1"), listed]),
  });
  expect(JSON.parse(out).events.map(({ delivery }: { delivery: unknown }) => delivery)).toEqual([
    {
      kind: "delivered",
      rule: "roles",
      forwardedFrom: "us-east-1",
      needsKms: false,
    },
    { kind: "none", why: "none asks for events like it" },
  ]);
});

test("an event that names several things shows each", async () => {
  const event = inRegion("tagging", "TagResources", "eu-central-1", {
    resourceARNList: [
      "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-AbCdEf",
      "arn:aws:codebuild:eu-central-1:111122223333:project/web",
      "arn:aws:s3:::bucket",
    ],
  });
  const { out } = await pullpass(undefined, ["replay", "-", "--offline"], { input: JSON.stringify(event) });
  expect(out).toMatchInlineSnapshot(`
    "standard input #1  TagResources
        secret-changed arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/ghcr-AbCdEf
        project-changed web
        by arn:aws:iam::111122223333:role/Dev at 2026-11-24T02:30:00Z, account 111122223333 eu-central-1
        rule tag-editor delivers it

    1 event: 1 to act on, 0 ignored.
    "
  `);
});
