/** What is read of an account in which all is fine, to be changed in one thing. */
import type {
  Examined,
  ExaminedDeployment,
  ExaminedFunction,
  ExaminedTrail,
} from "../../../packages/cli/src/doctor/examined.ts";

const account = "111122223333";
export const home = "eu-central-1";

const known = <T>(value: T) => ({ kind: "known", value }) as const;
export const absent = { kind: "absent" } as const;
export const denied = (call: string) =>
  ({
    kind: "unknown",
    reason: `${call} on it was denied: no`,
    refusal: { kind: "denied", call, by: undefined },
  }) as const;
export const failed = { kind: "unknown", reason: "the network is down" } as const;

export function trail(more: Partial<ExaminedTrail> = {}): ExaminedTrail {
  return {
    name: "all",
    arn: `arn:aws:cloudtrail:${home}:${account}:trail/all`,
    homeRegion: home,
    isMultiRegion: true,
    includesGlobal: true,
    isLogging: known(true),
    selectors: known({ basic: [{ ReadWriteType: "All", IncludeManagementEvents: true }], advanced: [] }),
    ...more,
  };
}

const functionArn = (name: string) => `arn:aws:lambda:${home}:${account}:function:pullpass-${name}`;

export function lambda(name: string, more: Partial<ExaminedFunction> = {}): ExaminedFunction {
  return {
    name: `pullpass-${name}`,
    arn: functionArn(name),
    configuration: known(settings()),
    reserved: known(5),
    policy: known({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: functionArn(name),
          Condition: { ArnLike: { "AWS:SourceArn": `arn:aws:events:${home}:${account}:rule/pullpass-*` } },
        },
      ],
    }),
    ...more,
  };
}

export const settings = (more: object = {}) => ({
  state: "Active",
  lastUpdate: "Successful",
  version: "0.1.0",
  mode: "apply",
  table: "ledger",
  regions: [home],
  ...more,
});

const queueArn = (name: string) => `arn:aws:sqs:${home}:${account}:${name}`;

export const queue = (name: string, waiting = 0) => known({ arn: queueArn(name), waiting });

export const rule = (name: string, state = "ENABLED", description = "") => ({ name, description, state });

const target = (name: string) => known([{ arn: functionArn(name), deadLetters: queueArn("DeadEvents") }]);

const forwarded = ["pullpass-roles-to-eu-central-1", "pullpass-tag-changes-to-eu-central-1"];
const toBus = known([{ arn: `arn:aws:events:${home}:${account}:event-bus/default`, deadLetters: undefined }]);

export function deployment(more: Partial<ExaminedDeployment> = {}): ExaminedDeployment {
  const names = ["ingest", "reconcile", "sweep", "notify", "registry"] as const;
  const queues = ["Work", "SweepWork", "DeadWork", "DeadEvents"] as const;
  return {
    stack: known({ status: "UPDATE_COMPLETE" }),
    parts: known({
      functions: new Map(names.map((name) => [name, `pullpass-${name}`])),
      rules: new Map([
        ["Onprojects", "pullpass-projects"],
        ["Sweeps", "pullpass-sweeps"],
      ]),
      queues: new Map(queues.map((name) => [name, `https://sqs/${name}`])),
      topic: "arn:aws:sns:eu-central-1:111122223333:notices",
    }),
    functions: new Map(names.map((name) => [name, lambda(name)])),
    targets: new Map([
      ["pullpass-projects", target("ingest")],
      ["pullpass-sweeps", target("sweep")],
    ]),
    queues: new Map(queues.map((name) => [name, queue(name)])),
    subscriptions: known([{ arn: "arn:aws:sns:x", protocol: "sqs", endpoint: "arn:aws:sqs:x" }]),
    forwarding: [
      {
        region: "us-east-1",
        wanted: forwarded,
        rules: known(forwarded.map((name) => rule(name))),
        targets: new Map(forwarded.map((name) => [name, toBus])),
      },
    ],
    hub: undefined,
    ...more,
  };
}

export function examined(more: Partial<Examined> = {}): Examined {
  return {
    partition: "aws",
    account,
    region: home,
    caller: `arn:aws:iam::${account}:user/ops`,
    version: "0.1.0",
    claim: known({ table: "ledger", stack: `arn:aws:cloudformation:${home}:${account}:stack/pullpass/1` }),
    concurrency: known({ limit: 1000, unreserved: 978 }),
    trails: known([trail()]),
    trailsOfIam: known([trail()]),
    rules: known([rule("pullpass-projects"), rule("pullpass-sweeps"), rule("somebody-elses")]),
    bootstrap: undefined,
    deployed: deployment(),
    ...more,
  };
}

/** Nothing is deployed. */
export function beforehand(more: Partial<Examined> = {}): Examined {
  const bootstrap = known({ status: "CREATE_COMPLETE" });
  return examined({ claim: absent, deployed: undefined, rules: known([]), bootstrap, ...more });
}
