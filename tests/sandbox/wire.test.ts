import { QueueDoesNotExist } from "@aws-sdk/client-sqs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Service } from "../../packages/sandbox/src/service.ts";
import { everyService } from "../../packages/sandbox/src/services/all.ts";
import { codebuild } from "../../packages/sandbox/src/services/codebuild/index.ts";
import { sqs } from "../../packages/sandbox/src/services/sqs/index.ts";
import { protocolOf } from "../../packages/sandbox/src/wire/protocol-of.ts";
import {
  NormalizedSchema,
  operationSchema,
  type StaticErrorSchema,
} from "../../packages/sandbox/src/wire/schema.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { valuesOf } from "./support/shapes.ts";
import { command, operationsOf, stub } from "./support/stub.ts";

const served = (await everyService()).map((service) => [service.signingName, service] as const);

test.each(served)("%s: every request and every reply arrives as it was sent", async (_, service) => {
  const form = { emptyAllowed: protocolOf(service).family === "json" };
  let received: unknown;
  let reply: unknown;
  const run = (input: unknown) => {
    received = input;
    return reply;
  };
  const client = stub(service, run, { isOnWire: true });
  for (const { name, input, output } of operationsOf(service)) {
    await fc.assert(
      fc.asyncProperty(valuesOf(input, form), valuesOf(output, form), async (request, answer) => {
        reply = answer;
        const { $metadata, ...result } = await client.send(command(service, name, request));
        expect({ name, received }).toEqual({ name, received: request });
        expect({ name, result }).toEqual({ name, result: answer });
      }),
      { numRuns: propertyRuns(20) },
    );
  }
});

/** The modelled exceptions of a service by name; not the class that is there for all others. */
function exceptionsOf({ sdk }: Service): readonly StaticErrorSchema[] {
  return Object.values(sdk).filter(
    (value): value is StaticErrorSchema =>
      Array.isArray(value) && value[0] === -3 && !String(value[1]).startsWith("smithy.ts.sdk.synthetic"),
  );
}

test.each(served)("%s: every exception arrives as the same class, with its members", async (_, service) => {
  let thrown: Error = new Error();
  const run = () => {
    throw thrown;
  };
  const client = stub(service, run, { isOnWire: true });
  const [name = ""] = Object.keys(service.operations);
  const form = { emptyAllowed: protocolOf(service).family === "json" };
  for (const schema of exceptionsOf(service)) {
    const [, , exception] = schema;
    const Exception = service.sdk[exception] as new (options: object) => Error;
    const values = fc.record(
      Object.fromEntries(
        [...NormalizedSchema.of(schema).structIterator()].map(([member, of]) => [
          member,
          valuesOf(of, form, 1),
        ]),
      ),
    );
    const [extra = {}] = fc.sample(values, { seed: 1, numRuns: 1 });
    const message = "what <happened> & why";
    thrown = new Exception({ ...extra, message, $metadata: {} });
    const arrived = await client
      .send(command(service, name, someInput(service, name)))
      .catch((error) => error);
    expect(arrived, exception).toBeInstanceOf(Exception);
    expect(arrived).toMatchObject({ ...withoutMessage(extra), name: thrown.name, message });
  }
});

function withoutMessage(members: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(members).filter(([name]) => name.toLowerCase() !== "message"));
}

function someInput(service: Service, name: string): unknown {
  const { input = "unit" } = operationSchema(service.sdk, name) ?? {};
  return fc.sample(valuesOf(input, { emptyAllowed: false }), { seed: 1, numRuns: 1 })[0];
}

test("members that this SDK does not know survive, at every depth, both ways", async () => {
  const protocol = protocolOf(codebuild);
  const environment = {
    type: "LINUX_CONTAINER",
    hostKernel2: { version: [6, null] },
    registryCredential: { credential: "x", expiry: 7 },
  };
  const input = {
    name: "web",
    source: { type: "NO_SOURCE", lfs: true },
    environment,
    colour: "red",
    tags: [{ key: "a", note: {} }],
  };
  const body = new TextEncoder().encode(JSON.stringify(input));
  const headers = { "x-amz-target": "CodeBuild_20161006.UpdateProject" };
  expect(await protocol.read({ headers, body })).toEqual({ operation: "UpdateProject", input });
  const created = new Date("2026-01-05T09:00:00Z");
  const reply = protocol.write("UpdateProject", { project: { ...input, created } }, "id");
  expect(JSON.parse(reply.body)).toEqual({ project: { ...input, created: created.getTime() / 1000 } });
});

test("a member that is null is a member that is not there, if the service knows it", async () => {
  const body = new TextEncoder().encode('{"name":null,"description":"x","colour":null}');
  const headers = { "x-amz-target": "CodeBuild_20161006.UpdateProject" };
  const { input } = await protocolOf(codebuild).read({ headers, body });
  expect(input).toStrictEqual({ description: "x", colour: null });
});

test("old clients of SQS find the code that they know in a header", () => {
  const queryError = protocolOf(sqs).fail(new QueueDoesNotExist({ message: "gone", $metadata: {} }), "id");
  expect(queryError.headers).toMatchObject({
    "x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender",
  });
  expect(protocolOf(codebuild).fail(new Error("bug"), "id").headers).not.toHaveProperty("x-amzn-query-error");
});

test("the sandbox's own failure is AWS's internal failure, which the SDK tries again", () => {
  const { status, body } = protocolOf(codebuild).fail(new TypeError("x is undefined"), "id");
  expect({ status, ...JSON.parse(body) }).toEqual({
    status: 500,
    __type: "InternalFailure",
    message: "TypeError: x is undefined",
  });
});
