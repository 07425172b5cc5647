import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { awsConnection, codeBuildProjects, kmsKeys } from "../../packages/core/src/aws/index.ts";
import { Throttled, Unavailable } from "../../packages/core/src/errors.ts";
import { awsError } from "../../packages/sandbox/src/index.ts";
import { home, newAccount } from "./support/account.ts";

/** An account in which the first so many calls fail. */
async function failing(times: number, name: string) {
  const world = await newAccount();
  let left = times;
  world.sandbox.before(() => {
    left -= 1;
    if (left >= 0) throw awsError(name, "Rate exceeded");
  });
  return world;
}

test("a call that is throttled now and then succeeds all the same", async () => {
  const { connection } = await failing(2, "ThrottlingException");
  expect(await codeBuildProjects(connection).read(home, ["web"])).toEqual([]);
});

test("a call that is throttled every time says so", async () => {
  const { connection } = await failing(100, "ThrottlingException");
  const impatient = (region: string) => ({ ...connection(region), maxAttempts: 1 });
  const throttled = codeBuildProjects(impatient).read(home, ["web"]);
  await expect(throttled).rejects.toBeInstanceOf(Throttled);
  await expect(throttled).rejects.toThrow(
    /^codebuild:BatchGetProjects on web in eu-central-1 was throttled: /,
  );
});

test("an endpoint that hangs up is unavailable, not absent", async () => {
  const server = createServer((request) => request.socket.destroy()).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const keys = kmsKeys(awsConnection(() => ({ endpoint, credentials })));
  await expect(keys.describe(home, "1111-2222")).rejects.toBeInstanceOf(Unavailable);
});

test("each Region has its own client, and one for all its calls", async () => {
  const { sandbox, connection } = await newAccount();
  const regions: string[] = [];
  const projects = codeBuildProjects((region) => {
    regions.push(region);
    return connection(region);
  });
  for (const region of [home, "us-east-1", home]) await projects.read(region, ["web"]);
  expect(regions).toEqual([home, "us-east-1"]);
  expect(sandbox.calls.map(({ region }) => region)).toEqual([home, "us-east-1", home]);
});
