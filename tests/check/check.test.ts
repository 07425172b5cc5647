import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { checkFiles } from "../../packages/check/src/index.ts";
import { connect, createSandbox } from "../../packages/sandbox/src/index.ts";
import { sarifValidator } from "../audit/support/sarif-validator.ts";
import { home, pullpass } from "../cli/support/run.ts";
import { propertyRuns } from "../support/property-runs.ts";

const template = (name: string) => new URL(`templates/${name}`, import.meta.url).pathname;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pullpass-check-"));
  return () => rm(folder, { recursive: true });
});

async function fileWith(text: string): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.yaml`);
  await writeFile(file, text);
  return file;
}

/** A template that is changed a little. */
async function changed(name: string, from: string | RegExp, to: string): Promise<string> {
  const text = await readFile(template(name), "utf8");
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  return fileWith(other);
}

test("a terminal shows what fails, where, and what to write", async () => {
  const { out, code } = await pullpass(undefined, ["check", template("bad-no-grant.yaml")]);
  expect(code).toBe(1);
  expect(out.replaceAll(template(""), "")).toMatchInlineSnapshot(`
    "bad-no-grant.yaml
      ✘ fails  web (Project), line 27
        ! high  19:7  The role of project web may not read its secret. (access-missing)
            role: \${BuildRole.Arn}
            action: secretsmanager:GetSecretValue
            resource: \${RegistrySecret}
            no statement in: the role's own policies
            no statement in: the secret's resource policy
            to do: Add this statement for BuildRole to a policy of the role.
              {"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"\${RegistrySecret}"}

    1 project: 1 cannot pull, 0 not known. Findings: 1 high.
    "
  `);
});

test("what only AWS knows is said, and what the file lacks with it", async () => {
  const { out, code } = await pullpass(undefined, [
    "check",
    template("unknown-no-grant-for-named-secret.yaml"),
  ]);
  expect(code).toBe(0);
  expect(out.replaceAll(template(""), "")).toMatchInlineSnapshot(`
    "unknown-no-grant-for-named-secret.yaml
      ? unknown  web (Project), line 22
          not known: its secret: the secret dockerhub, which is not in the files
          unless something outside the files allows it: The role of project web may not read its secret.

    1 project: 0 cannot pull, 1 not known. No findings.
    "
  `);
});

test("what a template makes in a loop is not passed over in silence", async () => {
  const { out, code } = await pullpass(undefined, ["check", template("partly-loop.yaml")]);
  expect(code).toBe(0);
  expect(out).toContain(
    "partly-loop.yaml is not all known: what its loops (Fn::ForEach) make is not looked at",
  );
});

test("the findings are SARIF, each at its line", async () => {
  const args = [
    "check",
    "--format",
    "sarif",
    template("bad-pull-type.yaml"),
    template("unknown-role-parameter.yaml"),
  ];
  const { out } = await pullpass(undefined, args);
  const log = JSON.parse(out);
  const valid = await sarifValidator();
  expect(valid(log)).toEqual([]);
  const [run] = log.runs;
  expect(run.results).toMatchObject([
    {
      ruleId: "pull-type-wrong",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "tests/check/templates/bad-pull-type.yaml" },
            region: { startLine: 48, startColumn: 9 },
          },
        },
      ],
    },
  ]);
  expect(run.invocations[0].toolExecutionNotifications).toMatchObject([{ level: "note" }]);
});

test.each([
  { args: ["--fail-on", "never", template("bad-no-grant.yaml")], code: 0 },
  { args: ["--fail-on", "low", template("good-sst.out")], code: 1 },
  { args: ["--fail-on", "unknown", template("unknown-role-parameter.yaml")], code: 1 },
  { args: ["--fail-on", "unknown", template("good-own-secret.yaml")], code: 0 },
  { args: ["--fail-on", "unknown", template("partly-loop.yaml")], code: 1 },
  { args: ["--fail-on", "worse", template("good-own-secret.yaml")], code: 2 },
  { args: ["no-such-file.yaml"], code: 3 },
  { args: [new URL("../../package.json", import.meta.url).pathname], code: 3 },
  { args: ["--ignore-others", new URL("../../package.json", import.meta.url).pathname], code: 0 },
])("$args ends with $code", async ({ args, code }) => {
  expect((await pullpass(undefined, ["check", ...args])).code).toBe(code);
});

test("a plan comes through a pipe", async () => {
  const input = await readFile(template("bad-plan-no-grant.json"));
  const { code, out } = await pullpass(undefined, ["check", "-"], { input });
  expect(code).toBe(1);
  expect(out).toContain("access-missing");
});

test("where pullpass is deployed, what it repairs is no finding, and what it waits for is said", async () => {
  const consenting = await changed(
    "bad-no-grant.yaml",
    "      Name: registry/ghcr",
    "      Name: registry/ghcr\n      Tags: [{Key: pullpass/projects, Value: web}]",
  );
  const repaired = await pullpass(undefined, ["check", "--deployed", consenting]);
  expect(repaired.code).toBe(0);
  expect(repaired.out).toContain("pullpass repairs: access-missing");
  const silent = await pullpass(undefined, ["check", "--deployed", template("bad-no-grant.yaml")]);
  expect(silent.code).toBe(1);
  expect(silent.out).toContain("secret-no-consent");
});

test("a Region that is said makes a policy for another one a finding", async () => {
  const file = await changed(
    "good-own-secret.yaml",
    "Resource: !Ref RegistrySecret",
    `Resource: !Sub arn:aws:secretsmanager:eu-west-1:${"$"}{AWS::AccountId}:secret:registry/ghcr-*`,
  );
  const verdictIn = async (...args: string[]) =>
    JSON.parse((await pullpass(undefined, ["check", "--format", "json", ...args, file])).out).projects[0];
  expect(await verdictIn()).toMatchObject({
    verdict: "unknown",
    unknowns: ["the Region that it is deployed to"],
  });
  expect(await verdictIn("--region", "eu-west-1")).toMatchObject({ verdict: "pulls" });
  expect(await verdictIn("--region", "us-east-1")).toMatchObject({ verdict: "fails" });
});

test("an unknown is never a finding: whatever one parameter will be, a claim holds of it", async () => {
  const values = [
    "aws/codebuild/standard:7.0",
    "ghcr.io/acme/app",
    "10.1.2.3/app",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app",
  ];
  const parts = [
    /ghcr.io\/acme\/builder:2/,
    /SERVICE_ROLE/,
    /!GetAtt BuildRole.Arn/,
    /!Ref RegistrySecret\n {10}Cred/,
  ];
  for (const [index, part] of parts.entries()) {
    const name = "bad-no-grant.yaml";
    const text = await readFile(template(name), "utf8");
    const open = text
      .replace(part, index === 3 ? "!Ref Open\n          Cred" : "!Ref Open")
      .replace("Resources:", "Parameters:\n  Open:\n    Type: String\nResources:");
    const claimed = await rulesIn(open);
    const given =
      index === 0
        ? values
        : index === 1
          ? ["CODEBUILD", "SERVICE_ROLE"]
          : ["arn:aws:iam::111122223333:role/x", "x"];
    for (const value of given) {
      const rules = await rulesIn(open.replace("Type: String", `Type: String\n    Default: ${value}`));
      expect(rules).toEqual(expect.arrayContaining([...claimed]));
    }
  }
});

test("what a deployment refuses to repair is not called repaired, where its settings are said", async () => {
  const text = (await readFile(template("good-own-secret.yaml"), "utf8"))
    .replace(/ {8}- PolicyName: registry\n[\s\S]*?Ref RegistrySecret\n/, "")
    .replace(
      "Name: registry/ghcr",
      "Name: registry/ghcr\n      Tags: [{ Key: pullpass/projects, Value: web }]",
    )
    .replace(
      '        Version: "2012-10-17"\n        Statement:\n',
      '$&          - { Effect: Allow, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" }\n',
    );
  const ruled = async (...more: readonly string[]) => {
    const { out } = await pullpass(undefined, ["check", "--deployed", "--format", "json", ...more, "-"], {
      input: text,
    });
    const [project] = JSON.parse(out).projects;
    return { verdict: project.verdict, rules: project.findings.map(({ rule }: { rule: string }) => rule) };
  };
  expect(await ruled()).toMatchObject({ verdict: "pulls" });
  const refused = await ruled("--shared-roles", "refuse");
  expect(refused.verdict).toBe("fails");
  expect(refused.rules).toEqual(expect.arrayContaining(["access-missing"]));
});

async function rulesIn(text: string): Promise<readonly string[]> {
  const { projects } = await checkedText(text);
  return projects.flatMap(({ findings }) => findings.map(({ rule }) => rule));
}

function checkedText(text: string) {
  return checkFiles(
    {
      paths: ["-"],
      version: "0",
      home: { account: undefined, region: undefined },
      tagPrefix: "pullpass/",
      policyName: "pullpass",
      bindGrants: "ifExists",
      sharedRoles: "flag",
      deployed: false,
    },
    { isFolder: async () => false, read: async () => text },
    { awsPolicy: () => undefined, now: "2026-11-25T00:00:00Z" },
  );
}

test("whatever stands in a template, the check comes to an end and to an answer", async () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("Project", "BuildRole", "AWS::NoValue", "x.y").map((Ref) => ({ Ref })),
    fc
      .array(fc.constantFrom("Project", "Arn", "BuildRole", ""), { maxLength: 3 })
      .map((at) => ({ "Fn::GetAtt": at })),
    fc.string().map((text) => ({ "Fn::Sub": text })),
    fc.jsonValue().map((parts) => ({ "Fn::Join": ["", parts] })),
  );
  const environment = fc.record({
    Image: anything,
    Type: anything,
    ImagePullCredentialsType: anything,
    RegistryCredential: fc.record({ Credential: anything }),
    EnvironmentVariables: anything,
  });
  await fc.assert(
    fc.asyncProperty(
      environment,
      anything,
      anything,
      anything,
      async (Environment, ServiceRole, policy, trust) => {
        const Resources = {
          Project: {
            Type: "AWS::CodeBuild::Project",
            Properties: { Environment, ServiceRole, Name: policy },
          },
          BuildRole: {
            Type: "AWS::IAM::Role",
            Properties: { AssumeRolePolicyDocument: trust, Policies: policy },
          },
        };
        const { projects, files } = await checkedText(JSON.stringify({ Resources }));
        expect([projects.length, files[0]?.kind]).toEqual([1, "cloudformation"]);
      },
    ),
    { numRuns: propertyRuns(150) },
  );
});

/** A clone of the repository with the command in it; another test builds the bundle that stands in a real one. */
async function clone(): Promise<string> {
  const root = join(folder, "clone");
  await mkdir(join(root, "packages/cli/dist"), { recursive: true });
  await cp(
    new URL("../../packages/cli/from-clone.sh", import.meta.url),
    join(root, "packages/cli/from-clone.sh"),
  );
  const main = new URL("../../packages/cli/src/main.ts", import.meta.url).href;
  await writeFile(join(root, "packages/cli/dist/pullpass.mjs"), `await import(${JSON.stringify(main)});\n`);
  return root;
}

/** Ends with its exit code. */
async function bash(script: string, environment: Readonly<Record<string, string>> = {}): Promise<number> {
  const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? "";
  const env = {
    ...environment,
    NODE_COMPILE_CACHE,
    NO_COLOR: "1",
    PATH: `${join(process.execPath, "..")}:${process.env.PATH}`,
  };
  return promisify(execFile)("bash", ["-e", "-o", "pipefail", "-c", script], { env }).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
}

test("the pre-commit hook passes over other files, and stops at a template that fails", async () => {
  const [hook] = parse(await readFile(new URL("../../.pre-commit-hooks.yaml", import.meta.url), "utf8"));
  expect(hook.language).toBe("script");
  const others = [".cfnlintrc.yaml", "package.json"].map(
    (file) => new URL(`../../${file}`, import.meta.url).pathname,
  );
  const ending = async (name: string) =>
    bash(`${join(await clone(), hook.entry)} ${[...others, template(name)].join(" ")}`);
  expect(await ending("good-own-secret.yaml")).toBe(0);
  expect(await ending("bad-no-grant.yaml")).toBe(1);
});

test("the action checks the files, writes SARIF, and fails", async () => {
  const action = parse(await readFile(new URL("../../action.yml", import.meta.url), "utf8"));
  const [step] = action.runs.steps;
  const sarif = join(folder, "found.sarif");
  const given: Readonly<Record<string, string>> = { files: template("bad-no-grant.yaml"), sarif };
  const root = await clone();
  const env = Object.entries<string>(step.env).map(([key, value]) => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1];
    return [key, input === undefined ? root : (given[input] ?? action.inputs[input].default)];
  });
  expect(await bash(step.run, Object.fromEntries(env))).toBe(1);
  expect(JSON.parse(await readFile(sarif, "utf8")).runs[0].results).toHaveLength(1);
});

test("--account looks up what the file only names: the secret, its policy, and the role of another stack", async () => {
  const sandbox = await createSandbox({ regions: [home] });
  const secrets = new SecretsManagerClient(connect(sandbox, { region: home }));
  const SecretString = JSON.stringify({ username: "robot", password: "canary-p" });
  const file = template("unknown-no-grant-for-named-secret.yaml");
  const look = async () =>
    JSON.parse((await pullpass(sandbox, ["check", "--account", "--format", "json", file])).out).projects[0];
  expect(await look()).toMatchObject({ verdict: "fails", findings: [{ rule: "secret-not-found" }] });
  const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "dockerhub", SecretString }));
  expect(await look()).toMatchObject({
    verdict: "fails",
    findings: [{ rule: "access-missing", line: 14 }, { rule: "credential-not-arn" }],
  });
  const named = await changed(
    "unknown-no-grant-for-named-secret.yaml",
    "Credential: dockerhub",
    `Credential: ${ARN}`,
  );
  const granted = await readFile(named, "utf8");
  const statement = `Action: secretsmanager:GetSecretValue\n                Resource: ${ARN}`;
  const whole = await fileWith(granted.replace(/Action: \[logs[^\n]*\n[^\n]*/, statement));
  const { out, code } = await pullpass(sandbox, ["check", "--account", whole]);
  expect([code, out]).toEqual([0, expect.stringContaining("pulls")]);
  await sandbox.dispose();
});
