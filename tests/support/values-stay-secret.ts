/**
 * Before each file: a login in a secret of the tests has a password that is in no other text, and it is looked for in all that
 * leaves the process. What pullpass sends to AWS (ledger items, messages, notices, policies), what its functions log, at whatever
 * level, and throw, what it and its children print and write into files, and crashes: a test in which a value is told fails.
 *
 * Traces: pullpass's code makes no segments. With the option `xray`, Lambda's own have of a function what it throws, and no
 * more. https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html#api-segmentdocuments-errors
 */
import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Readable } from "node:stream";
import { inspect } from "node:util";
import { Logger } from "@aws-lambda-powertools/logger";
import { afterAll, afterEach, beforeAll } from "vitest";
import { canary, isLookedFor, valueIn } from "./canary.ts";
import { filesNamedIn, textIn, watchWrittenFiles } from "./files-written.ts";
import { watchSyncChildren } from "./sync-children.ts";
import { told } from "./told.ts";

const faults: string[] = [];
const undo: (() => void)[] = [];

beforeAll(() => {
  listen("pullpass-sandbox:call", (message) => lookAtCall(message as SandboxCall));
  listen("pullpass-sandbox:failure", (message) => look("what a function throws", inspect(message)));
  listen(String(told.name), (message) => look(...(message as [where: string, text: string])));
  listen("child_process", (message) => lookAtChild((message as { process: ChildProcess }).process));
  undo.push(watchSyncChildren(look), watchWrittenFiles());
  for (const level of levels) lookAtLogs(level);
  lookAtOutput(process.stdout, "standard output");
  lookAtOutput(process.stderr, "standard error");
  const onCrash = (error: unknown) => look("a crash", inspect(error));
  process.on("uncaughtExceptionMonitor", onCrash);
  undo.push(() => process.off("uncaughtExceptionMonitor", onCrash));
});

afterEach(failIfTold);

afterAll(() => {
  for (const each of undo.splice(0)) each();
  failIfTold();
});

function failIfTold(): void {
  const found = [...new Set(faults.splice(0))];
  if (found.length > 0) throw new Error(found.join("\n"));
}

function look(where: string, text: string): void {
  const found = valueIn(text);
  if (found !== undefined) faults.push(`A secret's value is in ${where}: ${found}`);
}

interface SandboxCall {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** Values go to Secrets Manager, and to the keys that it encrypts them with, and nowhere else. */
function lookAtCall({ service, operation, input }: SandboxCall): void {
  if (service === "secretsmanager") requireCanary(input);
  else if (service !== "kms") look(`${service}:${operation}`, JSON.stringify(input));
}

/** A value that nobody looks for could be told unseen. */
function requireCanary(input: unknown): void {
  const value = (input as { SecretString?: unknown } | undefined)?.SecretString;
  const password = typeof value === "string" ? passwordIn(value) : undefined;
  if (password === undefined || isLookedFor(password)) return;
  faults.push(`The password ${password} of a secret is not looked for: let it begin with ${canary}`);
}

function passwordIn(value: string): string | undefined {
  const [, password] = /"password"\s*:\s*"([^"]+)"/i.exec(value) ?? [];
  return password;
}

function lookAtOutput(stream: NodeJS.WriteStream, where: string): void {
  const { write } = stream;
  const looking = new Proxy(write, {
    apply(target, self, args) {
      look(where, String(args[0]));
      return Reflect.apply(target, self, args);
    },
  });
  stream.write = looking;
  undo.push(() => {
    if (stream.write === looking) stream.write = write;
  });
}

const levels = ["trace", "debug", "info", "warn", "error", "critical"] as const;

/** Outside Lambda, loggers are silent: what they are given is looked at. */
function lookAtLogs(level: (typeof levels)[number]): void {
  const { [level]: log } = Logger.prototype;
  Logger.prototype[level] = new Proxy(log, {
    apply(target, self, args) {
      look("a log", inspect(args, { depth: 10 }));
      return Reflect.apply(target, self, args);
    },
  });
  undo.push(() => {
    Logger.prototype[level] = log;
  });
}

/** Its streams come after the message. */
function lookAtChild(child: ChildProcess): void {
  queueMicrotask(() => {
    for (const stream of [child.stdout, child.stderr]) if (stream) lookAtStream(stream);
    for (const file of filesNamedIn(child.spawnargs)) {
      child.once("exit", () => look(`the file of a child process, ${file}`, textIn(file)));
    }
  });
}

/** As it comes in: whoever reads it gets all of it. */
function lookAtStream(stream: Readable): void {
  const { push } = stream;
  let before = "";
  stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
    const text = chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk ?? "");
    look("what a child process prints", before + text);
    before = text.slice(-canary.length * 2);
    return push.call(stream, chunk, encoding);
  };
}

function listen(name: string, onMessage: (message: unknown) => void): void {
  subscribe(name, onMessage);
  undo.push(() => void unsubscribe(name, onMessage));
}
