/** Trails: what EventBridge hears of depends on them. */
import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { away, failure, home, newAccount, trust } from "./support/account.ts";

async function account() {
  const world = await newAccount();
  const trails = (region: string) => new CloudTrailClient(connect(world.sandbox, { region }));
  const first = `arn:aws:cloudtrail:${home}:111122223333:trail/management-events`;
  return {
    ...world,
    trails: trails(home),
    elsewhere: trails(away),
    first,
    /** The names of the calls that EventBridge then hears of. */
    async heard() {
      const count = (name: string) => world.records(name).length;
      const before = { CreateSecret: count("CreateSecret"), CreateRole: count("CreateRole") };
      const name = `made-${before.CreateSecret}-${world.sandbox.calls.length}`;
      await world.secrets.send(new CreateSecretCommand({ Name: name, SecretString: "canary-1" }));
      await world.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust() }));
      return (["CreateSecret", "CreateRole"] as const).filter((each) => count(each) > before[each]);
    },
  };
}

test("an account begins with a trail of every Region, which is shown in each and logs what is managed", async () => {
  const { trails, elsewhere, first, heard } = await account();
  for (const client of [trails, elsewhere]) {
    const { trailList } = await client.send(new DescribeTrailsCommand({}));
    expect(trailList).toMatchObject([
      { TrailARN: first, HomeRegion: home, IsMultiRegionTrail: true, HasCustomEventSelectors: false },
    ]);
    expect(await client.send(new GetTrailStatusCommand({ Name: first }))).toMatchObject({ IsLogging: true });
    const { EventSelectors } = await client.send(new GetEventSelectorsCommand({ TrailName: first }));
    expect(EventSelectors).toMatchObject([{ ReadWriteType: "All", IncludeManagementEvents: true }]);
  }
  expect(await elsewhere.send(new DescribeTrailsCommand({ includeShadowTrails: false }))).toMatchObject({
    trailList: [],
  });
  expect(await heard()).toEqual(["CreateSecret", "CreateRole"]);
});

const both = ["CreateSecret", "CreateRole"];
const basic = (more: EventSelector) => ({ EventSelectors: [more] });
const advanced = (...fields: readonly object[]) => ({
  AdvancedEventSelectors: [
    { FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }, ...fields] as never },
  ],
});

test.each([
  ["all", basic({ ReadWriteType: "All", IncludeManagementEvents: true }), both],
  ["writes", basic({ ReadWriteType: "WriteOnly", IncludeManagementEvents: true }), both],
  ["reads", basic({ ReadWriteType: "ReadOnly", IncludeManagementEvents: true }), []],
  ["data alone", basic({ ReadWriteType: "All", IncludeManagementEvents: false }), []],
  [
    "all but a service",
    basic({ ExcludeManagementEventSources: ["secretsmanager.amazonaws.com"] }),
    ["CreateRole"],
  ],
  ["all, advanced", advanced(), both],
  ["writes, advanced", advanced({ Field: "readOnly", Equals: ["false"] }), both],
  ["reads, advanced", advanced({ Field: "readOnly", Equals: ["true"] }), []],
  [
    "not a service, advanced",
    advanced({ Field: "eventSource", NotEquals: ["iam.amazonaws.com"] }),
    ["CreateSecret"],
  ],
  [
    "data, advanced",
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", Equals: ["Data"] }] }] },
    [],
  ],
])("selectors of %s let through what they say", async (_, selectors, expected) => {
  const { trails, heard } = await account();
  const put = new PutEventSelectorsCommand({ TrailName: "management-events", ...selectors });
  await trails.send(put);
  expect(await trails.send(new GetEventSelectorsCommand({ TrailName: "management-events" }))).toMatchObject(
    selectors,
  );
  expect(await heard()).toEqual(expected);
});

test("what is stopped or deleted logs nothing", async () => {
  const { trails, first, heard } = await account();
  await trails.send(new StopLoggingCommand({ Name: "management-events" }));
  expect(await heard()).toEqual([]);
  await trails.send(new StartLoggingCommand({ Name: first }));
  expect(await heard()).toEqual(both);
  await trails.send(new DeleteTrailCommand({ Name: first }));
  expect(await heard()).toEqual([]);
});

test("a trail of one Region logs that Region, and IAM's events only where it is in theirs", async () => {
  const { trails, elsewhere, first, heard } = await account();
  await trails.send(new DeleteTrailCommand({ Name: first }));
  const made = { Name: "one", S3BucketName: "logs" };
  await trails.send(new CreateTrailCommand(made));
  expect(await heard()).toEqual([]);
  await trails.send(new StartLoggingCommand({ Name: "one" }));
  expect(await heard()).toEqual(["CreateSecret"]);
  await elsewhere.send(new CreateTrailCommand(made));
  await elsewhere.send(new StartLoggingCommand({ Name: "one" }));
  expect(await heard()).toEqual(both);
});

test("a trail is named by its ARN outside its Region, and changed at home", async () => {
  const { trails, elsewhere, first } = await account();
  expect(await failure(elsewhere.send(new GetTrailStatusCommand({ Name: "management-events" })))).toMatch(
    /^TrailNotFoundException: Unknown trail/,
  );
  expect(await failure(elsewhere.send(new StopLoggingCommand({ Name: first })))).toMatch(
    /^InvalidHomeRegion/,
  );
  expect(
    await failure(trails.send(new CreateTrailCommand({ Name: "management-events", S3BucketName: "logs" }))),
  ).toMatch(/^TrailAlreadyExistsException/);
  expect(await failure(trails.send(new PutEventSelectorsCommand({ TrailName: first })))).toMatch(
    /^InvalidEventSelectorsException/,
  );
});
