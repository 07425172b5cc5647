import { readFileSync } from "node:fs";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { deployment } from "../../stacks/deployment.ts";
import { defaults } from "../../stacks/options.ts";
import { InvalidOptions, readOptions } from "../../stacks/read-options.ts";
import { synthesized } from "./support/synthesized.ts";

test("without any, the options are the defaults", () => {
  expect(readOptions({})).toEqual(defaults);
  expect(deployment({})).toMatchObject({ name: "pullpass", options: defaults });
});

test("what is given in the environment goes over the file", () => {
  const given = { PULLPASS_OPTIONS: '{"mode":"plan","searchRegions":["us-east-1"]}' };
  expect(deployment(given).options).toEqual({ ...defaults, mode: "plan", searchRegions: ["us-east-1"] });
});

describe("a wrong value is named, with the form that is right", () => {
  test.each([
    [{ mode: "aply" }, 'mode is "aply", and takes apply or plan'],
    [{ tagPrefix: "aws:" }, 'tagPrefix is "aws:", and takes the beginning of tag keys'],
    [
      { rolePattern: "a b" },
      'rolePattern is "a b", and takes a role name in which * is any run of characters',
    ],
    [
      { rolePath: "builds" },
      'rolePath is "builds", and takes a path of roles, as / or /builds/, which with a *',
    ],
    [
      { requiredBoundary: "builds" },
      'requiredBoundary is "builds", and takes the ARN of a managed policy: arn:aws:iam::111122223333:policy/builds, or false',
    ],
    [
      { requiredRoleTag: "builds" },
      'requiredRoleTag is "builds", and takes a tag of roles, the value after the key: builds=yes, or false',
    ],
    [
      { searchRegions: "us-east-1" },
      'searchRegions is "us-east-1", and takes a list of Regions: ["us-east-1"]',
    ],
    [{ searchRegions: ["Ohio"] }, 'searchRegions is ["Ohio"], and takes a list of Regions: ["us-east-1"]'],
    [{ sweepMinutes: 1 }, "sweepMinutes is 1, and takes whole minutes from 5 to 1440, a day"],
    [{ sweepMinutes: 7.5 }, "sweepMinutes is 7.5, and takes whole minutes"],
    [{ normalization: true }, "normalization is true, and takes all, unmanaged or off"],
    [{ bindGrants: true }, "bindGrants is true, and takes ifExists, strict or off"],
    [{ sharedRoles: "allow" }, 'sharedRoles is "allow", and takes flag or refuse'],
    [
      { sharedRoles: "refuse", bindGrants: "off" },
      'sharedRoles is "refuse", and takes bindGrants "ifExists" or "strict"',
    ],
    [{ notices: ["me@example.com"] }, 'notices is ["me@example.com"], and takes a list of { to:'],
    [{ notices: [{ to: "me" }] }, 'notices is [{"to":"me"}], and takes a list of { to:'],
    [{ notices: [{ to: "a@b.co", only: {} }] }, "notices is [", "takes a list of { to:"],
    [{ chat: "slack" }, 'chat is "slack", and takes true or false'],
    [{ summary: "hourly" }, 'summary is "hourly", and takes daily, weekly or false'],
    [{ collectMinutes: 90 }, "collectMinutes is 90, and takes whole minutes from 0, which is at once, to 60"],
    [{ logRetentionDays: 42 }, "logRetentionDays is 42, and takes one of 1, 3, 5, 7, 14, 30, 60, 90"],
    [{ customerManagedKey: "yes" }, 'customerManagedKey is "yes", and takes true or false'],
    [
      { reservedConcurrency: 1 },
      "reservedConcurrency is 1, and takes a whole number from 2 to 100, or false",
    ],
    [{ reservedConcurrency: true }, "reservedConcurrency is true, and takes a whole number"],
    [{ forwardTo: "Frankfurt" }, 'forwardTo is "Frankfurt", and takes the Region of a pullpass'],
    [{ sweepHours: 1 }, "sweepHours is not an option; there are mode, tagPrefix,"],
    ["plan", 'the options are "plan", and take an object'],
  ])("%j", (given, ...problems) => {
    for (const problem of problems) expect(() => readOptions(given)).toThrow(problem);
    expect(() => readOptions(given)).toThrow(InvalidOptions);
  });

  test("all at once", () => {
    expect(() => readOptions({ mode: 1, xray: 1 })).toThrow(/mode is 1, .*; xray is 1, /);
  });

  test.each(["plan", "[]", "{"])("%s in the environment", (PULLPASS_OPTIONS) => {
    expect(() => deployment({ PULLPASS_OPTIONS })).toThrow(
      `PULLPASS_OPTIONS is ${PULLPASS_OPTIONS}, and takes a JSON object: {"mode":"plan"}`,
    );
  });
});

test("what a deployment decides is what its functions find", () => {
  const template = synthesized({
    mode: "plan",
    tagPrefix: "acme/",
    policyName: "acme-pulls",
    rolePattern: "build-*",
    rolePath: "/builds/",
    requiredBoundary: "arn:aws:iam::111122223333:policy/builds",
    requiredRoleTag: "builds=yes",
    projectPattern: "team-*",
    searchRegions: ["us-east-1"],
    normalization: "unmanaged",
    logRetentionDays: 30,
    sweepMinutes: 15,
  });
  template.allResourcesProperties("AWS::Lambda::Function", {
    Environment: {
      Variables: {
        PULLPASS_MODE: "plan",
        PULLPASS_TAG_PREFIX: "acme/",
        PULLPASS_POLICY_NAME: "acme-pulls",
        PULLPASS_ROLE_PATTERN: "build-*",
        PULLPASS_ROLE_PATH: "/builds/",
        PULLPASS_REQUIRED_BOUNDARY: "arn:aws:iam::111122223333:policy/builds",
        PULLPASS_REQUIRED_ROLE_TAG: "builds=yes",
        PULLPASS_PROJECT_PATTERN: "team-*",
        PULLPASS_REGIONS: { "Fn::Join": ["", [{ Ref: "AWS::Region" }, " us-east-1"]] },
        PULLPASS_NORMALIZATION: "unmanaged",
      },
    },
  });
  template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
  template.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(15 minutes)" });
  template.hasResourceProperties("AWS::Events::Rule", {
    EventPattern: { detail: { requestParameters: { policyName: [{ prefix: "acme-pulls-" }] } } },
  });
});

test("notices reach whoever subscribed, by the way that their address says", () => {
  const template = synthesized({
    notices: [
      { to: "oncall@example.com" },
      { to: "https://example.com/hook", filter: { severity: ["high"] } },
      { to: "arn:aws:sqs:eu-central-1:111122223333:notices" },
      { to: "arn:aws:lambda:eu-central-1:111122223333:function:notices" },
    ],
  });
  const protocols = Object.values(template.findResources("AWS::SNS::Subscription")).map(
    ({ Properties }) => Properties.Protocol,
  );
  expect(protocols).toEqual(["email", "https", "sqs", "lambda"]);
  template.hasResourceProperties("AWS::SNS::Subscription", {
    Endpoint: "https://example.com/hook",
    FilterPolicy: { severity: ["high"] },
    TopicArn: { Ref: Match.stringLikeRegexp("^Notices") },
  });
});

test("docs/options.md says what the code says", async () => {
  const source = readFileSync("stacks/options.ts", "utf8");
  const [, body = ""] = /export interface Options \{\n([\s\S]*?)\n\}/.exec(source) ?? [];
  const options = [...body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+): ([^;]+);/g)].map(
    ([, about = "", name = "", type = ""]) => ({
      about: about.replace(/\s*\n\s*\* ?/g, " ").trim(),
      name,
      type,
    }),
  );
  expect(options.map(({ name }) => name)).toEqual(Object.keys(defaults));
  await expect(page(options)).toMatchFileSnapshot("../../docs/options.md");
});

function page(options: readonly { about: string; name: string; type: string }[]): string {
  const rows = options.map(({ about, name, type }) => {
    const value = JSON.stringify(Reflect.get(defaults, name));
    const kind = type.replace("readonly ", "").replaceAll("|", "\\|");
    return `| \`${name}\` | \`${kind}\` | \`${value}\` | ${about} |`;
  });
  return `# Options

What a deployment decides, in \`pullpass.config.ts\`; SST, the CDK and \`npm run synth\` all read it:

\`\`\`ts
const options: Partial<Options> = { mode: "plan", notices: [{ to: "oncall@example.com" }] };
\`\`\`

What differs between deployments from one checkout goes into the environment, as JSON, over the file:

\`\`\`sh
PULLPASS_OPTIONS='{"mode":"apply"}' npm run sst -- deploy --stage prod
\`\`\`

A value that is wrong stops the deployment, with its name and what it takes. This page is printed from
\`stacks/options.ts\`; \`npm test -- tests/deployment/options.test.ts -u\` writes it anew.

| option | type | default | |
| --- | --- | --- | --- |
${rows.join("\n")}

\`notices\` with a filter hear only what the filter lets through, by the
[message attributes](https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html) of a notice; alarms
have none. A queue or a function must let the topic in: \`sqs:SendMessage\` or \`lambda:InvokeFunction\` for
\`sns.amazonaws.com\`, with the topic's ARN as \`aws:SourceArn\`.
`;
}
