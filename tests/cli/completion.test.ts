import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CodeBuildClient, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect, onTestFinished, test } from "vitest";
import { connect, createSandbox } from "../../packages/sandbox/src/index.ts";
import { home, pullpass } from "./support/run.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

async function scriptFor(shell: string): Promise<string> {
  const { out, code } = await pullpass(undefined, ["completion", shell]);
  expect(code).toBe(0);
  return out;
}

/** What bash offers after these words; the last one is being typed. */
function offered(script: string, words: readonly string[], pullpass = "false"): readonly string[] {
  const set = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}`;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
  const show = '_pullpass; printf "%s\\n" "${COMPREPLY[@]}"';
  const out = execFileSync("bash", ["-c", `pullpass() { ${pullpass}; }\n${script}\n${set}; ${show}`], {
    encoding: "utf8",
  });
  return out.trim().split("\n");
}

test.each([
  { words: ["pullpass", "p"], offers: ["plan"] },
  { words: ["pullpass", "plan", "--a"], offers: ["--all"] },
  { words: ["pullpass", "plan", "--format", ""], offers: ["text", "json", "cloudformation", "terraform"] },
  { words: ["pullpass", "--region", "eu-central-1", "sand"], offers: ["sandbox"] },
  {
    words: ["pullpass", "connect", "--environment-type", "WIN"],
    offers: ["WINDOWS_SERVER_2019_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER"],
  },
  { words: ["pullpass", "completion", "z"], offers: ["zsh"] },
  { words: ["pullpass", "unmute", "role-s"], offers: ["role-shared"] },
  { words: ["pullpass", "replay", "LICEN"], offers: ["LICENSE"] },
  { words: ["pullpass", "connect", "--pass"], offers: ["--password-stdin"] },
  { words: ["pullpass", "audit", "--region", "eu-north"], offers: ["eu-north-1"] },
  { words: ["pullpass", "--region", "eu-north"], offers: ["eu-north-1"] },
  { words: ["pullpass", "audit", "--output", "LICEN"], offers: ["LICENSE"] },
])("bash completes $words", async ({ words, offers }) => {
  expect(offered(await scriptFor("bash"), words)).toEqual(offers);
});

test.each([
  { words: ["pullpass", "explain", "w"], asks: "names projects" },
  { words: ["pullpass", "audit", "--project", "w"], asks: "names projects" },
  { words: ["pullpass", "explain", "--profile", "w"], asks: "names profiles" },
  {
    words: ["pullpass", "--region", "eu-north-1", "explain", "--profile", "prod", "w"],
    asks: "--region eu-north-1 --profile prod names projects",
  },
])("bash asks for what $words may be in the place that was named", async ({ words, asks }) => {
  const script = await scriptFor("bash");
  const names = `[ "$*" = "${asks}" ] && printf '%s\\n' web worker api`;
  expect(offered(script, words, names)).toEqual(["web", "worker"]);
  expect(offered(script, words)).toEqual([""]);
});

test("names are those of the account's projects, and none where nobody is signed in", async () => {
  const sandbox = await createSandbox({ regions: [home] });
  const codebuild = new CodeBuildClient(connect(sandbox, { region: home }));
  const iam = new IAMClient(connect(sandbox, { region: home }));
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "build", AssumeRolePolicyDocument: trust }),
  );
  for (const name of ["web", "api"]) {
    const environment = {
      type: "LINUX_CONTAINER",
      image: "alpine:3",
      computeType: "BUILD_GENERAL1_SMALL",
    } as const;
    await codebuild.send(
      new CreateProjectCommand({
        name,
        serviceRole: Role?.Arn,
        source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
        artifacts: { type: "NO_ARTIFACTS" },
        environment,
      }),
    );
  }
  expect(await pullpass(sandbox, ["names", "projects"])).toMatchObject({
    out: "api\nweb\n",
    err: "",
    code: 0,
  });
  expect(await pullpass(sandbox, ["names", "projects"], { environment: {} })).toMatchObject({
    out: "",
    err: "",
  });
});

test("names are those of the profiles, without what a shell would run", async () => {
  const folder = mkdtempSync(join(tmpdir(), "completion-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE] = ["config", "credentials"].map((name) =>
    join(folder, name),
  );
  writeFileSync(
    AWS_CONFIG_FILE ?? "",
    "[default]\nregion = eu-north-1\n[profile prod]\nregion = eu-north-1\n[profile $(id)]\nregion = eu-north-1\n[sso-session acme]\nsso_region = eu-north-1\n",
  );
  writeFileSync(AWS_SHARED_CREDENTIALS_FILE ?? "", "[old]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
  const environment = {
    AWS_CONFIG_FILE: AWS_CONFIG_FILE ?? "",
    AWS_SHARED_CREDENTIALS_FILE: AWS_SHARED_CREDENTIALS_FILE ?? "",
  };
  const { out } = await pullpass(undefined, ["names", "profiles"], { environment });
  expect(out).toBe("default\nold\nprod\n");
});

test("no help shows the command that the scripts ask", async () => {
  expect((await pullpass(undefined, ["--help"])).out).not.toContain("names");
  for (const shell of ["bash", "zsh", "fish"]) expect(await scriptFor(shell)).toContain("names p");
});

test.each(["zsh", "fish"])("the script for %s is one that it reads", async (shell) => {
  const script = await scriptFor(shell);
  for (const word of ["plan", "apply", "connect", "replay", "image", "WINDOWS_SERVER_2022_CONTAINER"]) {
    expect(script).toContain(word);
  }
  const folder = mkdtempSync(join(tmpdir(), "completion-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "script"), script);
  const read = spawnSync(shell, ["-n", join(folder, "script")], { encoding: "utf8" });
  // Where the shell is not installed, only the words can be looked at.
  if (read.error === undefined) expect(read.stderr).toBe("");
});

test("another shell is refused, with those there are", async () => {
  const { err, code } = await pullpass(undefined, ["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "pullpass: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.
      --help shows what is accepted.
    "
  `);
});
