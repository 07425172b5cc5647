/** What starting the account in memory takes, beside a process that does nothing but load the SDK's clients. */
import { pathToFileURL } from "node:url";
import { atMost, type Benchmark, median, type Say } from "../benchmark.ts";
import { type Ran, runProcess } from "../run-process.ts";

const packageOf = (path: string) => pathToFileURL(`packages/sandbox/src/${path}`).href;

const start = `import { createSandbox } from "${packageOf("index.ts")}";
const sandbox = await createSandbox({ regions: ["eu-central-1"] });`;

/** The services that there were when the target was set; those that came later are left out on both sides. */
const scripts = {
  clients: [
    "codebuild",
    "dynamodb",
    "eventbridge",
    "iam",
    "kms",
    "organizations",
    "secrets-manager",
    "sns",
    "sqs",
    "sts",
  ]
    .map((name) => `import "@aws-sdk/client-${name}";`)
    .join("\n"),
  started: start,
  tenServices: `${start}
const { allServices: { cloudformation, cloudtrail, lambda, route53, ssm, ...ten } } = await import("${packageOf("services/all.ts")}");
await Promise.all(Object.values(ten).map((load) => load()));`,
} as const;

type Name = keyof typeof scripts;

const rounds = 9;

/** A tenth more than the account took when it had no constraints, no organizations and no validator (3.2 and 1.5 times). */
const processorMost = 3.5;
const memoryMost = 1.6;

export const benchmark: Benchmark = {
  about: "starting the account in memory, against loading the SDK's clients",
  async run(say) {
    const ran = await inTurn();
    const middle = (name: Name, of: (each: Ran) => number) => median(ran[name].map(of));
    const processor = (each: Ran) => each.processorSeconds;
    const memory = (each: Ran) => each.peakMegabytes;
    tell(say, "the SDK's ten clients, loaded", ran.clients);
    tell(say, "an account, started", ran.started);
    tell(say, "and its ten services, as first calls load them", ran.tenServices);
    const times = (name: Name, of: (each: Ran) => number) => middle(name, of) / middle("clients", of);
    return [
      atMost(processorMost, {
        name: "sandbox-start-processor",
        value: times("started", processor),
        unit: "times",
      }),
      atMost(memoryMost, { name: "sandbox-start-memory", value: times("started", memory), unit: "times" }),
      atMost(processorMost, {
        name: "sandbox-ten-services-processor",
        value: times("tenServices", processor),
        unit: "times",
      }),
      atMost(memoryMost, {
        name: "sandbox-ten-services-memory",
        value: times("tenServices", memory),
        unit: "times",
      }),
    ];
  },
};

/** One after the other, so that a machine that grows slower is slower for all. */
async function inTurn(): Promise<Readonly<Record<Name, readonly Ran[]>>> {
  const ran: Record<Name, Ran[]> = { clients: [], started: [], tenServices: [] };
  for (let round = 0; round < rounds; round++) {
    ran.clients.push(await runScript("clients"));
    ran.started.push(await runScript("started"));
    ran.tenServices.push(await runScript("tenServices"));
  }
  return ran;
}

function runScript(name: Name): Promise<Ran> {
  return runProcess(["--input-type=module", "--eval", scripts[name]]);
}

function tell(say: Say, what: string, ran: readonly Ran[]): void {
  const seconds = median(ran.map(({ processorSeconds }) => processorSeconds)).toFixed(2);
  const megabytes = median(ran.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0);
  say(`${what.padEnd(48)} ${seconds} s of processor, ${megabytes} MB`);
}
