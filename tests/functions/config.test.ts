import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidConfiguration, readConfig } from "../../packages/functions/src/config.ts";
import { environment } from "./support/environment.ts";

test("a whole environment is read into what the functions need", () => {
  expect(readConfig(environment)).toEqual({
    version: "0.1.0",
    region: "eu-central-1",
    table: "pullpass",
    deadEventsUrl: environment.PULLPASS_DEAD_EVENTS_URL,
    queueUrl: "https://sqs.eu-central-1.amazonaws.com/111122223333/pullpass.fifo",
    sweepQueueUrl: "https://sqs.eu-central-1.amazonaws.com/111122223333/pullpass-sweeps.fifo",
    topicArn: "arn:aws:sns:eu-central-1:111122223333:pullpass",
    chatTopicArn: undefined,
    bus: "default",
    collectMinutes: 0,
    registryChecks: true,
    bulkReads: true,
    credentialChecks: true,
    securityHub: false,
    settings: {
      account: "111122223333",
      mode: "apply",
      tagPrefix: "pullpass/",
      policyName: "pullpass",
      regions: ["eu-central-1", "us-east-1"],
      normalization: "all",
      bindGrants: "ifExists",
      sharedRoles: "flag",
      rolePattern: "*",
      rolePath: "/*",
      projectPattern: "*",
      retryBuilds: true,
      ownRoles: ["arn:aws:iam::111122223333:role/pullpass-reconcile"],
    },
  });
});

test("what a deployment requires of roles is read in its parts", () => {
  const { settings } = readConfig({
    ...environment,
    PULLPASS_REQUIRED_BOUNDARY: "arn:aws:iam::111122223333:policy/builds",
    PULLPASS_REQUIRED_ROLE_TAG: "team/builds=a=b",
  });
  expect(settings).toMatchObject({
    requiredBoundary: "arn:aws:iam::111122223333:policy/builds",
    requiredRoleTag: { key: "team/builds", value: "a=b" },
  });
});

test("the deployment's own Region is searched first, also when it is named last or not at all", () => {
  const searched = (regions: string) =>
    readConfig({ ...environment, PULLPASS_REGIONS: regions }).settings.regions;
  expect(searched("us-east-1 eu-central-1")).toEqual(["eu-central-1", "us-east-1"]);
  expect(searched("")).toEqual(["eu-central-1"]);
});

test.each([
  ["AWS_REGION", "Frankfurt", "a Region: eu-central-1"],
  ["PULLPASS_ACCOUNT", "1234", "the account's twelve digits"],
  ["PULLPASS_TABLE", "no table", "the name of a DynamoDB table"],
  ["PULLPASS_DEAD_EVENTS_URL", "https://sqs/dead.fifo", "the URL of a queue that is not a FIFO queue"],
  ["PULLPASS_QUEUE_URL", "https://sqs/plain", "the URL of a FIFO queue, which ends in .fifo"],
  ["PULLPASS_TOPIC_ARN", "pullpass", "the ARN of an SNS topic"],
  ["PULLPASS_CHAT_TOPIC_ARN", "pullpass", "the ARN of an SNS topic, or nothing"],
  ["PULLPASS_BUS", "", "the name or ARN of an event bus: default"],
  ["PULLPASS_COLLECT_MINUTES", "61", "whole minutes from 0, which is at once, to 60"],
  ["PULLPASS_MODE", "dry-run", "apply or plan"],
  ["PULLPASS_TAG_PREFIX", "aws:pullpass/", "the beginning of tag keys"],
  ["PULLPASS_POLICY_NAME", "pull pass", "letters, digits and _ + = , . @ -, at most 100: pullpass"],
  ["PULLPASS_REGIONS", "eu-central-1,us-east-1", "Regions separated by spaces"],
  ["PULLPASS_NORMALIZATION", "some", "all, unmanaged or off"],
  ["PULLPASS_ROLE_PATTERN", "", "a role name in which * is any run of characters: *"],
  ["PULLPASS_ROLE_PATH", "builds", "a path of roles, as / or /builds/"],
  ["PULLPASS_REQUIRED_BOUNDARY", "builds", "the ARN of a managed policy"],
  ["PULLPASS_REQUIRED_ROLE_TAG", "builds", "a tag of roles, the value after the key: builds=yes"],
  ["PULLPASS_PROJECT_PATTERN", "a/b", "a project name in which * is any run of characters: *"],
  ["PULLPASS_OWN_ROLES", "pullpass-reconcile", "ARNs of roles, separated by spaces"],
])("%s names itself and what it takes, whether it is wrong or missing", (name, wrong, form) => {
  const failing = (value: string | undefined) => () => readConfig({ ...environment, [name]: value });
  expect(failing(wrong)).toThrow(`${name} is ${JSON.stringify(wrong)}, and takes ${form}`);
  expect(failing(undefined)).toThrow(`${name} is missing, and takes ${form}`);
});

test("every wrong variable is named at once", () => {
  const wrong = { ...environment, PULLPASS_MODE: "", PULLPASS_ACCOUNT: "" };
  expect(() => readConfig(wrong)).toThrow(
    /PULLPASS_ACCOUNT.*; .*PULLPASS_MODE|PULLPASS_MODE.*; .*PULLPASS_ACCOUNT/,
  );
});

test("whatever is in the environment, it is a configuration or a clear error", () => {
  const anything = fc.record(
    Object.fromEntries(
      Object.keys(environment).map((name) => [name, fc.option(fc.string(), { nil: undefined })]),
    ),
  );
  fc.assert(
    fc.property(anything, (values) => {
      expect(() => readConfig(values)).toThrow(InvalidConfiguration);
    }),
  );
});
