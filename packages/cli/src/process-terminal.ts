/** The terminal that this process was started from. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { hasColours } from "./has-colours.ts";
import { formatError } from "./render/format-error.ts";
import { wrapText } from "./render/wrap-text.ts";
import type { Terminal } from "./terminal.ts";
import { NotAgreed, UserError } from "./user-error.ts";

/** `close` ends a process that was asked to stop, whatever still keeps it alive. */
export function processTerminal(): Terminal & { close(): void } {
  const { stdin, stdout, stderr, env } = process;
  let wasStopped = false;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever reads, `head` for one, has seen enough.
    if (error.code === "EPIPE") process.exit();
    stderr.write(`${formatError(unwritable(error), { debug: false })}\n`);
    process.exit(process.exitCode || 1);
  });

  return {
    colours: hasColours(env, stdout.isTTY === true),
    columns: Math.min(stdout.columns ?? columnsMax, columnsMax),
    ...(stdout.isTTY && stdout.columns > 0 && { width: stdout.columns }),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    environment: env,
    // Some of what a profile may say, endpoint_url for one, the SDK reads for the environment's profile alone.
    useProfile(name) {
      env.AWS_PROFILE = name;
      for (const key of staticKeys) delete env[key];
    },
    print: (text) => void stdout.write(`${text}\n`),
    write,
    quiet: false,
    aside: note,
    note,
    ...(stderr.isTTY && { status: (text: string) => void stderr.write(`\r\u001B[K${text}`) }),
    input: () => buffer(stdin),
    ask,
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) {
          process.once(signal, () => {
            wasStopped = true;
            resolve();
          });
        }
      }),
    endWith(code) {
      process.exitCode = code;
    },
    close() {
      if (wasStopped) process.exit();
    },
  };
}

/** Broken between words, where a terminal shows it. */
function note(text: string): void {
  const { stderr } = process;
  stderr.write(`${wrapText(text, stderr.isTTY && stderr.columns > 0 ? { width: stderr.columns } : {})}\n`);
}

/** Longer lines are hard to read, however wide the window. */
const columnsMax = 110;

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html */
const staticKeys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

async function write(pieces: Iterable<string>): Promise<void> {
  for (const text of inBulk(pieces)) if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** Each is a call of the system. */
const charactersAtOnce = 65_536;

function* inBulk(pieces: Iterable<string>): Iterable<string> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < charactersAtOnce) continue;
    yield text;
    text = "";
  }
  yield text;
}

function unwritable(cause: Error): UserError {
  return new UserError(
    `Standard output cannot be written: ${cause.message}`,
    "Make room there, or send it elsewhere.",
    { cause },
  );
}

/** Asks on standard error, so that standard output holds only what was asked for. */
async function ask(question: string, as: "plain" | "secret"): Promise<string> {
  const { stdin, stderr } = process;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: stdin,
    output: as === "secret" ? silent : stderr,
    terminal: true,
    historySize: 0,
  });
  const interrupted = new Promise<never>((_resolve, reject) => {
    lines.once("SIGINT", () => reject(new NotAgreed("It was called off.", "Nothing was changed.")));
    lines.once("close", () => reject(new NotAgreed("There was no answer.", "Nothing was changed.")));
  });
  if (as === "secret") stderr.write(question);
  try {
    return await Promise.race([lines.question(as === "secret" ? "" : question), interrupted]);
  } finally {
    if (as === "secret") stderr.write("\n");
    lines.close();
  }
}
