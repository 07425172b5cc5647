import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { CodeBuildClient, ListProjectsCommand } from "@aws-sdk/client-codebuild";
import { CreateRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createSandbox, listen } from "../../packages/sandbox/src/index.ts";
import { account, failure, home, trust } from "./support/account.ts";

async function serve() {
  const sandbox = await createSandbox({ regions: [home, "us-east-1"] });
  const server = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  onTestFinished(async () => {
    await server.close();
    await sandbox.dispose();
  });
  const config = (accessKeyId = "test") => ({
    endpoint: server.url,
    region: home,
    credentials: { accessKeyId, secretAccessKey: "test" },
    maxAttempts: 1,
  });
  return { sandbox, url: server.url, config };
}

/** As a signature names them; it is not checked. */
const scope = (service: string, region = home, key = "test") =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260105/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

interface Raw {
  readonly status: number;
  readonly body: string;
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
): Promise<Raw> {
  const response = await fetch(url, { method: "POST", headers, body });
  return { status: response.status, body: await response.text() };
}

test("any client of the SDK works against the server's URL", async () => {
  const { config } = await serve();
  const iam = new IAMClient(config());
  await iam.send(new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument: trust() }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "web" }));
  expect(Role?.Arn).toBe(`arn:aws:iam::${account}:role/web`);
  expect((await new CodeBuildClient(config()).send(new ListProjectsCommand({}))).projects).toEqual([]);
  expect(await failure(iam.send(new GetRoleCommand({ RoleName: "nobody" })))).toBe(
    "NoSuchEntityException: The role with name nobody cannot be found.",
  );
});

test("a queue's URL leads back to the server, for SDKs that send to it whatever their endpoint is", async () => {
  const { url, config } = await serve();
  vi.stubEnv("AWS_ENDPOINT_URL", url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { endpoint: _, ...fromEnvironment } = config();
  const sqs = new SQSClient(fromEnvironment);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs" }));
  expect(QueueUrl).toBe(`${url}/${account}/jobs`);
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: "jobs" }))).QueueUrl).toBe(QueueUrl);
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([QueueUrl]);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(["hello"]);
});

test("an unknown access key is an administrator's, of another account if it is an account's number", async () => {
  const { config } = await serve();
  const whoAmI = async (key: string) =>
    (await new STSClient(config(key)).send(new GetCallerIdentityCommand({}))).Arn;
  expect(await whoAmI("test")).toBe(`arn:aws:sts::${account}:assumed-role/Administrator/admin`);
  expect(await whoAmI("444455556666")).toBe("arn:aws:sts::444455556666:assumed-role/Administrator/admin");
});

const listProjects = "CodeBuild_20161006.ListProjects";
const json = (service: string, target: string) => ({
  authorization: scope(service),
  "x-amz-target": target,
  "content-type": "application/x-amz-json-1.1",
});
const form = (service: string) => ({
  authorization: scope(service),
  "content-type": "application/x-www-form-urlencoded",
});
const { authorization: _, ...unsignedJson } = json("codebuild", listProjects);

test.each<
  [
    title: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array,
    reply: RegExp,
    status: number,
  ]
>([
  [
    "without a signature",
    unsignedJson,
    "{}",
    /"MissingAuthenticationTokenException".*Request is missing Authentication Token/,
    400,
  ],
  [
    "without a signature, as a form",
    { "content-type": "application/x-www-form-urlencoded" },
    "Action=ListRoles",
    /<Code>MissingAuthenticationToken<\/Code>/,
    403,
  ],
  [
    "with half a signature",
    { ...unsignedJson, authorization: "AWS4-HMAC-SHA256 Credential=test" },
    "{}",
    /"IncompleteSignatureException"/,
    400,
  ],
  [
    "for a service that is not there",
    json("glue", "AWSGlue.GetJobs"),
    "{}",
    /does not serve glue\. It serves: cloudformation, /,
    501,
  ],
  [
    "for an operation that is not there",
    json("codebuild", "CodeBuild_20161006.Nonsense"),
    "{}",
    /"UnknownOperationException"/,
    400,
  ],
  [
    "for an operation that AWS has and the sandbox has not",
    json("codebuild", "CodeBuild_20161006.ListFleets"),
    "{}",
    /The sandbox does not serve codebuild:ListFleets\. It serves: /,
    501,
  ],
  [
    "for an operation that is not there, as a form",
    form("iam"),
    "Action=Nonsense&Version=2010-05-08",
    /<Code>InvalidAction<\/Code><Message>Could not find operation Nonsense for version 2010-05-08/,
    400,
  ],
  ["with a body that is no JSON", json("codebuild", listProjects), "{", /"SerializationException"/, 400],
  [
    "with a body that is no UTF-8",
    json("codebuild", listProjects),
    new Uint8Array([0xff]),
    /"SerializationException"/,
    400,
  ],
  [
    "with a list instead of a structure",
    json("codebuild", listProjects),
    "[]",
    /"SerializationException"/,
    400,
  ],
  [
    "with a number instead of a string",
    json("codebuild", listProjects),
    '{"nextToken":1}',
    /"SerializationException".*NUMBER_VALUE can not be converted to string/,
    400,
  ],
  [
    "with a string instead of a list",
    json("codebuild", "CodeBuild_20161006.BatchGetProjects"),
    '{"names":"web"}',
    /"SerializationException"/,
    400,
  ],
  [
    "with a parameter inside a parameter",
    form("iam"),
    "Action=GetRole&RoleName=a&RoleName.b=c",
    /<Code>MalformedQueryString<\/Code>/,
    400,
  ],
  [
    "with endless nesting",
    form("iam"),
    `Action=GetRole&${"a.".repeat(10_000)}a=1`,
    /<Code>MalformedQueryString<\/Code>/,
    400,
  ],
  [
    "with a prototype's name as a parameter",
    form("iam"),
    "Action=GetRole&__proto__.polluted=1&RoleName=nobody",
    /<Code>NoSuchEntity<\/Code>/,
    404,
  ],
  [
    "from a Region that is not switched on",
    {
      ...json("codebuild", listProjects),
      authorization: scope("codebuild", "sa-east-1"),
    },
    "{}",
    /The Region sa-east-1 is not switched on/,
    400,
  ],
])("a call %s is refused in AWS's form", async (_title, headers, body, reply, status) => {
  const { url } = await serve();
  const raw = await post(url, headers, body);
  expect(raw).toEqual({ status, body: expect.stringMatching(reply) });
});

test("a body without end is cut off", async () => {
  const { url } = await serve();
  const raw = await post(url, json("codebuild", listProjects), " ".repeat(5 * 1024 * 1024)).catch(String);
  expect(raw).toEqual(expect.toSatisfy((it: Raw | string) => typeof it === "string" || it.status === 413));
});

test("a lost reply is a broken connection, and the work is done", async () => {
  const { sandbox, config } = await serve();
  const iam = new IAMClient(config());
  let lose = true;
  sandbox.after(() => {
    if (lose) throw new Error("lost");
  });
  const create = new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument: trust() });
  await expect(iam.send(create)).rejects.toMatchObject({ code: "ECONNRESET" });
  lose = false;
  expect((await iam.send(new GetRoleCommand({ RoleName: "web" }))).Role?.RoleName).toBe("web");
});

test("a port that is taken says so, and so does a host that is not this machine", async () => {
  const { sandbox, url } = await serve();
  const port = Number(new URL(url).port);
  await expect(listen(sandbox, { port, host: "127.0.0.1" })).rejects.toThrow(
    `127.0.0.1:${port} is in use; choose another port, or 0 for any free one.`,
  );
  await expect(listen(sandbox, { port: 0, host: "0.0.0.0" as "127.0.0.1" })).rejects.toThrow(
    "this machine only",
  );
});

describe("a browser's page that points its own name at this machine", () => {
  /** Reads with another Host header than the address that is called, which `fetch` does not let one set. */
  async function statusWith(host: string): Promise<number | undefined> {
    const { url } = await serve();
    const asked = request(url, { method: "POST", headers: { ...json("codebuild", listProjects), host } });
    const answered = once(asked, "response");
    asked.end("{}");
    const [response] = (await answered) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  }

  test.each([
    "rebound.example",
    "rebound.example:4566",
    "127.0.0.1.rebound.example",
    "localhost.rebound.example:80",
    "localhost:80@rebound.example",
    "127.0.0.1:x",
    "0.0.0.0",
  ])("is not served as %j", async (host) => {
    expect(await statusWith(host)).toBe(421);
  });

  test.each(["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:4566", "[::1]", "[::1]:4566"])(
    "this machine is, as %s, whatever the port",
    async (host) => {
      expect(await statusWith(host)).toBe(200);
    },
  );
});

test("a closed server lets go of clients that keep their connection", async () => {
  const sandbox = await createSandbox({ regions: [home] });
  const server = await listen(sandbox, { port: 0, host: "127.0.0.1" });
  const idle = request(server.url, { headers: { connection: "keep-alive" } });
  idle.on("error", () => undefined);
  idle.flushHeaders();
  await new Promise((resolve) => idle.once("socket", (socket) => socket.once("connect", resolve)));
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow("fetch failed");
});
