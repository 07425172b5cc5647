import { expect, test } from "vitest";
import { signInProblem } from "../../packages/cli/src/aws/sign-in-problem.ts";
import { formatError } from "../../packages/cli/src/render/format-error.ts";
import { Throttled } from "../../packages/core/src/index.ts";
import { awsError } from "../../packages/sandbox/src/index.ts";
import { createAccount } from "./support/account.ts";
import { pullpass } from "./support/run.ts";

test("the help shows every command", async () => {
  const { out, code } = await pullpass(undefined, ["--help"]);
  expect(code).toBe(0);
  for (const command of [
    "apply",
    "check-credentials",
    "completion",
    "connect",
    "demo",
    "history",
    "image",
    "mute",
    "plan",
    "replay",
    "sandbox",
    "undo",
    "unmute",
  ]) {
    expect(out).toMatch(new RegExp(`^ {2}${command} .*[a-z]{3}`, "m"));
  }
});

test("every command's help ends with examples, and with how it ends", async () => {
  const { out } = await pullpass(undefined, ["--help"]);
  const commands = [...(out.split("Commands:")[1] ?? "").matchAll(/^ {2}([a-z]+) /gm)].map(
    ([, name = ""]) => name,
  );
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands.filter((name) => name !== "help")) {
    const help = await pullpass(undefined, [command, "--help"]);
    expect(help.out, command).toMatch(
      /Examples:\n( {2}.*pullpass .*\n|.*AWS_ENDPOINT_URL.*\n)+\nExit code:\n {2}0 {2}.+\n( {2}1 {2}.+\n)? {2}2 {2}.+\n( {2}3 {2}.+\n)?$/,
    );
  }
});

test("the version is the package's", async () => {
  expect((await pullpass(undefined, ["--version"])).out).toBe("0.1.0\n");
});

test.each([
  {
    args: ["plam"],
    err: "pullpass: unknown command 'plam'. Did you mean plan?\n  --help shows what is accepted.\n",
  },
  {
    args: ["image"],
    err: "pullpass: missing required argument 'reference'\n  --help shows what is accepted.\n",
  },
  { args: ["plan", "--region", "europe"], err: "A Region looks like eu-central-1." },
])("$args is refused with what is accepted", async ({ args, err }) => {
  const ran = await pullpass(undefined, args);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(err);
});

test.each([
  {
    name: "AccessDeniedException",
    remedy: "Use credentials that may call codebuild:BatchGetProjects, or ask for that permission.",
  },
  {
    name: "InvalidInputException",
    remedy: "AWS would refuse it again: change what it names, then try again.",
  },
])(
  "$name of AWS is told in a line, with what to do in another; the stack only with --debug",
  async ({ name, remedy }) => {
    const account = await createAccount();
    account.sandbox.before(({ operation }) => {
      if (operation === "BatchGetProjects") throw awsError(name, "line one\nline \u001b[2Jtwo");
    });
    const short = await pullpass(account.sandbox, ["plan", "web"]);
    expect(short.code).toBe(3);
    expect(short.err).toMatch(
      /^pullpass: codebuild:BatchGetProjects on web in eu-central-1 .*line one line \\u\{1b\}\[2Jtwo\n/,
    );
    expect(short.err.split("\n").slice(1)).toEqual([`  ${remedy}`, ""]);
    const long = await pullpass(account.sandbox, ["--debug", "plan", "web"]);
    expect(long.err).toMatch(/\n {4}at /);
    expect(long.err).toContain("caused by");
    expect(long.err).not.toContain("\u001b");
  },
);

test("a call that AWS throttles to the end is worth another try", () => {
  const error = new Throttled({ call: "iam:GetRole", resource: "web" }, new Error("Rate exceeded"));
  expect(formatError(error, { debug: false })).toBe(
    "pullpass: iam:GetRole on web was throttled: Rate exceeded\n  Try again in a minute.",
  );
});

const providerError = (message: string) =>
  Object.assign(new Error(message), { name: "CredentialsProviderError" });
test.each([
  {
    error: providerError(
      "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.",
    ),
    what: "The sign-in to AWS has ended",
    remedy: "Sign in again: aws sso login --profile dev",
  },
  {
    error: providerError(
      "Could not resolve credentials using profile: [sso-dev] in configuration/credentials file(s).",
    ),
    what: "Profile dev gives no AWS credentials",
    remedy: "sign in with aws sso login --profile dev",
  },
  {
    error: providerError(
      "Profile dev requires multi-factor authentication, but no MFA code callback was provided.",
    ),
    what: "The profile asks for a code of a multi-factor device",
    remedy: "aws configure export-credentials",
  },
  {
    error: Object.assign(new Error("The security token included in the request is expired"), {
      name: "ExpiredToken",
    }),
    what: "AWS does not take the credentials",
    remedy: "Sign in again",
  },
])("who is not signed in is told how to be: $what", ({ error, what, remedy }) => {
  const problem = signInProblem(error, { profile: "dev" });
  expect(problem.message).toContain(what);
  expect(problem.remedy).toContain(remedy);
});
