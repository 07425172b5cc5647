/** The command as people start it: a process of its own, with AWS's own configuration. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../packages/sandbox/src/index.ts";
import { skipUnless } from "../support/skip-unless.ts";
import { tellOutput } from "../support/tell-output.ts";
import { createAccount } from "./support/account.ts";
import { home } from "./support/run.ts";

const main = join(import.meta.dirname, "../../packages/cli/src/main.ts");
const password = "canary-horse-battery";

async function reachable() {
  const account = await createAccount();
  const { url, close } = await listen(account.sandbox, { port: 0, host: "127.0.0.1" });
  onTestFinished(() => close());
  return { account, url };
}

/** What the runs before it compiled. */
const compiled = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? "" };

/** Nothing of the machine's own configuration, and no instance that could lend credentials. */
function environment(more: Readonly<Record<string, string>>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
  };
  return {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    ...compiled,
    AWS_EC2_METADATA_DISABLED: "true",
    ...files,
    ...more,
  };
}

const keys = { AWS_ACCESS_KEY_ID: "me", AWS_SECRET_ACCESS_KEY: "any" };

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What the system shows of the process while it runs. */
  readonly seen: string;
}

function started(args: readonly string[], env: Readonly<Record<string, string>>, input = ""): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { env });
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    texts.err += text;
  });
  tellOutput(`pullpass ${args.join(" ")}`, () => texts.out + texts.err);
  child.stdin.end(input);
  const seen = ["cmdline", "environ"].map((name) => shown(`/proc/${child.pid}/${name}`)).join("\n");
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...texts, seen })));
}

function shown(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

test("endpoint, credentials and Region come from the environment; the password comes in unseen", async () => {
  const { account, url } = await reachable();
  await account.project("web", { image: "node:24" });
  const env = environment({ ...keys, AWS_REGION: home, AWS_ENDPOINT_URL: url });
  const args = [
    "connect",
    "web",
    "--image",
    "ghcr.io/acme/builder:2",
    "--username",
    "ci",
    "--password-stdin",
    "--no-check",
  ];
  const { code, out, err, seen } = await started(args, env, `${password}\n`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("✔ grant");
  expect(out + seen).not.toContain(password);
  expect(await account.secretValue("registry/ghcr.io")).toContain(password);
});

test("a profile brings Region, credentials and endpoint", async () => {
  const { account, url } = await reachable();
  await account.secret("registry/ghcr", "web");
  await account.project("web", { credential: "registry/ghcr" });
  // Keys in the environment do not count where a profile is named.
  const env = environment({
    AWS_ACCESS_KEY_ID: "expired",
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_SESSION_TOKEN: "x",
  });
  const profile = `aws_access_key_id = me\naws_secret_access_key = any\nregion = ${home}\nendpoint_url = ${url}\n`;
  writeFileSync(env.AWS_CONFIG_FILE ?? "", `[profile dev]\n${profile}`);
  const { code, out, err } = await started(["plan", "web", "--profile", "dev"], env);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("To change: 1 grant, 1 normalization.");
});

test.each([
  { title: "no credentials", more: { AWS_REGION: home }, says: "pullpass: No AWS credentials were found" },
  {
    title: "a profile that is not there",
    more: { AWS_REGION: home, AWS_PROFILE: "gone" },
    says: "pullpass: No AWS credentials were found",
  },
  { title: "no Region", more: keys, says: "pullpass: No AWS Region is set." },
  {
    title: "an endpoint that nobody serves",
    more: { ...keys, AWS_REGION: home, AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_MAX_ATTEMPTS: "1" },
    says: "pullpass: AWS could not be reached",
  },
])("$title is told in a line, with what to do in another", async ({ more, says }) => {
  const { code, out, err } = await started(["plan", "web"], environment(more));
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain(says);
  expect(err).toMatch(/^pullpass: .*\n {2}.*\n$/);
});

test("who reads only the beginning ends it without a complaint", () => {
  const { stderr, stdout } = spawnSync(
    "sh",
    ["-c", `"${process.execPath}" "${main}" plan --help | head -1`],
    {
      encoding: "utf8",
    },
  );
  expect({ stderr, stdout }).toEqual({
    stderr: "",
    stdout: "Usage: pullpass plan [options] [projects...]\n",
  });
});

/** util-linux's: runs a command on a terminal of its own. */
const recorder = "script";
const hasRecorder = spawnSync(recorder, ["--version"]).status === 0;

const onTerminal = skipUnless(hasRecorder, "The command script is missing: it is in util-linux.");

test("on a real terminal what is typed as the password is not shown", onTerminal, async () => {
  const { account, url } = await reachable();
  await account.project("web", { image: "node:24" });
  const env = environment({ ...keys, AWS_REGION: home, AWS_ENDPOINT_URL: url, TERM: "xterm" });
  const command = `"${process.execPath}" "${main}" connect web --image ghcr.io/acme/builder:2`;
  const child = spawn(recorder, ["-qec", command, "/dev/null"], { env });
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (!screen.includes("User name") && (screen + text).includes("User name")) child.stdin.write("ci\r");
    if (!screen.includes("not shown") && (screen + text).includes("not shown"))
      child.stdin.write(`${password}\r`);
    screen += text;
  });
  tellOutput("the terminal", () => screen);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  expect(screen).toContain("✔");
  expect(code).toBe(0);
  expect(screen).toContain("User name for ghcr.io: ");
  expect(screen).not.toContain(password);
  expect(await account.secretValue("registry/ghcr.io")).toBe(JSON.stringify({ username: "ci", password }));
});
