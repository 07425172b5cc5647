import { expect, test } from "vitest";
import { observe } from "../../packages/core/src/observe/observe.ts";
import type { SecretLookup } from "../../packages/core/src/observe/snapshot.ts";
import {
  away,
  type Contents,
  home,
  memoryAccount,
  project,
  roleRecord,
  secret,
  secretArn,
  settings,
  work,
} from "./support/account.ts";

const here = secret("registry/hub");
const there = secret("registry/hub", { region: away });
const third = "eu-west-1";
const farther = secret("registry/hub", { region: third });
const regions = [home, away, third];
const notThere = secretArn("registry/hub", home, "GoneXy");

async function lookUp(reference: string, contents: Contents): Promise<SecretLookup | undefined> {
  const account = memoryAccount({
    roles: [roleRecord()],
    projects: [project("web", { credential: reference })],
    ...contents,
  });
  const { secrets } = await observe(work(), account, { ...settings, regions });
  return secrets.get(reference);
}

const denied = (region: string) => ({ [`DescribeSecret registry/hub in ${region}`]: "denied" as const });

test.each<readonly [what: string, reference: string, contents: Contents, expected: object]>([
  ["a name of the own Region", here.name, { secrets: [here] }, { kind: "found", secret: here }],
  ["the own Region before others", here.name, { secrets: [there, here] }, { kind: "found", secret: here }],
  ["a name of one other Region", there.name, { secrets: [there] }, { kind: "found", secret: there }],
  [
    "a name of two other Regions",
    there.name,
    { secrets: [there, farther] },
    { kind: "ambiguous", candidates: [farther.arn, there.arn] },
  ],
  ["a name of no Region", here.name, {}, { kind: "not-found", lookedIn: regions }],
  [
    "a name, the own Region denied",
    there.name,
    { secrets: [there], failing: denied(home) },
    { kind: "unknown" },
  ],
  [
    "a name found once, another Region denied",
    there.name,
    { secrets: [there], failing: denied(third) },
    { kind: "unknown" },
  ],
  ["a name found nowhere, a Region denied", here.name, { failing: denied(away) }, { kind: "unknown" }],
  [
    "a name found here, another Region denied",
    here.name,
    { secrets: [here], failing: denied(away) },
    { kind: "found", secret: here },
  ],
  ["a full ARN", here.arn, { secrets: [here] }, { kind: "found", secret: here }],
  ["a full ARN of another Region", there.arn, { secrets: [there] }, { kind: "found", secret: there }],
  ["a partial ARN", here.arn.slice(0, -7), { secrets: [here] }, { kind: "found", secret: here }],
  ["an ARN of nothing", here.arn, {}, { kind: "not-found", lookedIn: [home] }],
  [
    "the ARN of a secret that was made anew",
    notThere,
    { secrets: [here] },
    { kind: "recreated", staleArn: notThere, found: { kind: "found", secret: here } },
  ],
  [
    "an ARN whose name lives elsewhere",
    notThere,
    { secrets: [there] },
    { kind: "not-found", lookedIn: [home] },
  ],
  [
    "the ARN of a deleted secret, its name denied",
    notThere,
    { secrets: [here], failing: denied(home) },
    { kind: "unknown" },
  ],
  ["an ARN that AWS throttles", here.arn, { failing: { DescribeSecret: "throttled" } }, { kind: "unknown" }],
  [
    "no reference at all",
    "arn:aws:ssm:eu-central-1:111122223333:parameter/x",
    {},
    { kind: "not-found", lookedIn: [] },
  ],
])("%s", async (_, reference, contents, expected) => {
  expect(await lookUp(reference, contents)).toMatchObject(expected);
});

test.each([
  ["account", "arn:aws:secretsmanager:eu-central-1:999988887777:secret:registry/hub-AbCdEf"],
  ["partition", "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:registry/hub-AbCdEf"],
])("a secret of another %s is not asked for", async (_, reference) => {
  const account = memoryAccount({
    roles: [roleRecord()],
    projects: [project("web", { credential: reference })],
  });
  const { secrets } = await observe(work(), account, settings);
  expect(secrets.get(reference)).toMatchObject({ kind: "cross-account" });
  expect(account.calls.filter((call) => call.startsWith("DescribeSecret"))).toEqual([]);
});

test("what could not be read says which call failed, and why", async () => {
  expect(await lookUp(here.arn, { failing: { DescribeSecret: "denied" } })).toEqual({
    kind: "unknown",
    reason: `DescribeSecret on ${here.arn} in ${home} was denied: not authorized`,
    refusal: { kind: "denied", call: "DescribeSecret", by: undefined },
  });
});
