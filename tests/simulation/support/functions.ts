/** pullpass's functions as Lambda runs them: each invocation in an environment of its own, which may end at any call. */

import type { SandboxDeployment } from "../../../packages/cli/src/sandbox-deployment/deploy.ts";
import { environmentOf } from "../../../packages/cli/src/sandbox-deployment/environment.ts";
import { sandboxRegistries } from "../../../packages/cli/src/sandbox-deployment/registries.ts";
import { sweepSeconds } from "../../../packages/functions/src/deployment/index.ts";
import {
  createIngest,
  createNotify,
  createReconcile,
  createRegistry,
  createSweep,
} from "../../../packages/functions/src/index.ts";
import {
  type ClientConfig,
  connect,
  deployFunction,
  type FunctionContext,
  isObjectRequest,
  type ObjectRequest,
  type Sandbox,
} from "../../../packages/sandbox/src/index.ts";
import { account, away, home } from "../../end-to-end/support/world.ts";
import { attemptsAtOnce } from "./attempts.ts";
import { type Conditions, plain, skewed } from "./conditions.ts";
import { type SlowCalls, slowCalls } from "./slow-calls.ts";
import { retried, type Turns, takingTurns } from "./turns.ts";

interface Crash {
  readonly function: string;
  /** At which of the invocation's calls that write. */
  readonly at: number;
  /** Was that call carried out? */
  readonly made: boolean;
  /** `all`: `at` counts the writes of all invocations. */
  readonly counted?: "all";
}

/** The functions' own side of the run. */
export interface Functions {
  /** To come: each in the next invocation of its function that gets so far. */
  readonly crashes: Crash[];
  /** Of those that came, which function ended, and whether before or after its call. */
  readonly crashed: Set<string>;
  /** When they came, by the account's clock. */
  readonly crashedAtMs: number[];
  readonly turns: Turns;
  readonly slow: SlowCalls;
  /** How many calls that write each function made. */
  readonly writes: Map<string, number>;
  /** How many environments were started. */
  started: number;
  /** Until when Lambda has no room to run a function, by the account's clock. */
  readonly withoutRoomUntilMs: Map<string, number>;
  /** Writes that were under way when the function answered: Lambda freezes it then, and nobody knows what becomes of them. */
  readonly leftUnderWay: Set<string>;
}

const create = {
  ingest: createIngest,
  reconcile: createReconcile,
  sweep: createSweep,
  registry: createRegistry,
  notify: createNotify,
} as const;

/** What takes time on the way of a call and is no part of the run: a machine that is busy. */
export type Slowness = () => Promise<void>;

/** Hears of each invocation as it begins; the answer is called at its end. */
export type OnInvocation = (name: keyof typeof create, event: unknown) => () => void;

interface FunctionSettings {
  readonly slowness: Slowness;
  /** How far from the account's clock a function's may be. */
  readonly skewMs?: number;
  readonly options?: Conditions["options"];
  /** Those of another deployment: its functions wait for these, and these for them. */
  readonly turns?: Turns;
  /** The ARN of the account's boundary. */
  readonly boundary?: string;
  readonly onInvocation?: OnInvocation;
}

/** A deployment, and where its work waits. */
export type Deployed = Pick<SandboxDeployment, "region" | "topicArn" | "tableName"> & {
  readonly queueUrl: string;
};

/** Deploys the functions anew over those of the deployment: with logs, without waits between retries, and mortal. */
export function replaceFunctions(
  sandbox: Sandbox,
  { region, topicArn, tableName, queueUrl }: Deployed,
  {
    slowness,
    skewMs = 0,
    options: chosen = plain,
    turns = takingTurns(),
    boundary = "",
    onInvocation = () => () => {},
  }: FunctionSettings,
): Functions {
  const functions: Functions = {
    crashes: [],
    crashed: new Set(),
    crashedAtMs: [],
    turns,
    slow: slowCalls(),
    writes: new Map(),
    started: 0,
    withoutRoomUntilMs: new Map(),
    leftUnderWay: new Set(),
  };
  const names = ["ingest", "reconcile", "sweep", "registry", "notify"] as const;
  const roleOf = (name: keyof typeof create) =>
    `arn:aws:iam::${account}:role/pullpass/pullpass-${name}-${region}`;
  const ownRoleArns = names.map(roleOf);
  const deadEventsUrl = new URL("pullpass-dead-events", queueUrl).href;
  const sweepQueueUrl = new URL("pullpass-sweep-work.fifo", queueUrl).href;
  const made = {
    account,
    region,
    tableName,
    queueUrl,
    sweepQueueUrl,
    deadEventsUrl,
    topicArn,
    chatTopicArn: undefined,
    ownRoleArns,
  };
  const { rolePattern, requiresBoundary, ...others } = chosen;
  const options = { ...others, searchRegions: [home, away], sweepMinutes: 60 };
  const environment = {
    ...environmentOf(made, options),
    PULLPASS_ROLE_PATTERN: rolePattern,
    PULLPASS_REQUIRED_BOUNDARY: requiresBoundary ? boundary : "",
    // with the name that Lambda gives it, a function prints logs and metrics
    AWS_LAMBDA_FUNCTION_NAME: "pullpass",
  };
  for (const [index, name] of names.entries()) {
    const clock = skewed(sandbox.clock, skewMs, index, names.length);
    const idle: Environment[] = [];
    const free = async () =>
      idle.pop() ??
      startEnvironment(name, roleOf(name), environment, { sandbox, region, functions, slowness, clock });
    const handler = async (event: unknown, context: FunctionContext) => {
      const until = functions.withoutRoomUntilMs.get(name) ?? 0;
      if (sandbox.clock.now().getTime() < until) throw new Error(noRoom);
      // by its key before the calls of those that are at work: several are at work at once, as Lambda has them
      const next = await turns.take(`${name}${inAnother(region)} (begins) ${contentOf(event)}`, free);
      const ended = onInvocation(name, event);
      const result = await next.invoke(event, context).finally(ended);
      idle.push(next);
      return result;
    };
    const time = name === "sweep" && { timeoutMs: sweepSeconds * 1_000 };
    deployFunction(sandbox, { name: `pullpass-${name}`, region, role: roleOf(name), handler, ...time });
  }
  return functions;
}

/** Of a key: a turn is one function's. */
const inAnother = (region: string) => (region === home ? "" : ` ${region}`);

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
export const noRoom = "Rate Exceeded.";

/** Without the ids of a delivery: whichever of two queues is read first has the first. */
function contentOf(event: unknown): string {
  return JSON.stringify(event, (name, value) => (deliveryIds.has(name) ? undefined : value));
}

const deliveryIds = new Set(["messageId", "receiptHandle", "eventID"]);

interface Environment {
  /** @throws Error when it crashes; the environment is then gone. */
  invoke(event: unknown, context: FunctionContext): Promise<unknown>;
}

interface EnvironmentParts {
  readonly sandbox: Sandbox;
  readonly region: string;
  readonly functions: Functions;
  readonly slowness: Slowness;
  readonly clock: { now(): Date };
}

function startEnvironment(
  name: keyof typeof create,
  role: string,
  variables: Readonly<Record<string, string>>,
  { sandbox, region: ownRegion, functions, slowness, clock }: EnvironmentParts,
): Environment {
  const { turns } = functions;
  const state = { writes: 0, isDead: false, die: (_: Error) => {} };
  const underWay = new Map<Request, string>();
  const never = new Promise<never>(() => {});
  const sent = new WeakSet<Request>();
  const number = functions.started++;
  const aws = (region: string) => {
    const config = connect(sandbox, { region, principal: role });
    const handle: typeof config.requestHandler.handle = async (request, options) => {
      // the SDK sends the same request again
      const [operation, text] = callIn(request);
      const key = `${name}${inAnother(ownRegion)} ${number} ${operation} ${text}${sent.has(request) ? retried : ""}`;
      const seconds = sent.has(request) ? 0 : functions.slow.secondsOf(name, operation);
      sent.add(request);
      if (state.isDead) {
        turns.giveUp(key);
        return never;
      }
      const take = async () => {
        underWay.set(request, operation);
        const reply = turns.take(key, async () => {
          await slowness();
          const reply = await config.requestHandler.handle(request, options);
          await slowness();
          return reply;
        });
        return reply.finally(() => underWay.delete(request));
      };
      const send = () => (seconds === 0 ? take() : sandbox.pass(seconds * 1000).then(take));
      const crash = isRead(operation) ? undefined : crashAt(++state.writes, name, functions);
      if (crash === undefined) return send();
      functions.crashedAtMs.push(sandbox.clock.now().getTime());
      functions.crashed.add(`${name} ended`).add(`ended ${crash.made ? "after" : "before"} a write`);
      state.isDead = true;
      if (crash.made) await send().catch(() => {});
      else turns.giveUp(key);
      state.die(new Error(`${name} ended at its write ${crash.at}`));
      return never;
    };
    return {
      ...config,
      requestHandler: { ...config.requestHandler, handle },
      retryStrategy: attemptsAtOnce(turns),
    };
  };
  const run = create[name](variables, { aws, clock, registries: sandboxRegistries(sandbox) });
  const atAnswer = () => {
    if (state.isDead) return;
    const writes = [...underWay.values()].filter((operation) => !isRead(operation));
    for (const operation of writes) functions.leftUnderWay.add(`${operation} of ${name}`);
  };
  return {
    async invoke(event, context) {
      const ended = Promise.withResolvers<never>();
      Object.assign(state, { writes: 0, die: ended.reject });
      return await Promise.race([run(event, context).finally(atAnswer), ended.promise]);
    },
  };
}

/** Each happens once. */
function crashAt(write: number, name: string, { crashes, writes }: Functions): Crash | undefined {
  const all = (writes.get(name) ?? 0) + 1;
  writes.set(name, all);
  const index = crashes.findIndex(
    ({ function: of, at, counted }) => of === name && at === (counted === "all" ? all : write),
  );
  return index < 0 ? undefined : crashes.splice(index, 1)[0];
}

type Request = Parameters<ClientConfig["requestHandler"]["handle"]>[0] | ObjectRequest;

/** The operation's name, and what else tells this call from others. */
function callIn(request: Request): readonly [operation: string, text: string] {
  if (isObjectRequest(request)) return [request.operation.name, JSON.stringify(request.input)];
  const { body, headers } = request;
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  return [headers["x-amz-target"]?.split(".").at(-1) ?? /Action=(\w+)/.exec(text)?.[1] ?? "", text];
}

function isRead(operation: string): boolean {
  return /^(Get|List|Describe|BatchGet|Query)/.test(operation);
}
