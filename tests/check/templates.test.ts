/** Templates and plans as people write them, with what is to be said of each: by the documentation of AWS, not by the code. */
import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { pullpass } from "../cli/support/run.ts";

const folder = new URL("templates/", import.meta.url);

/** Of the one project in each: how it ends, and the rules of what is wrong, with the line to mend. */
const expected: Readonly<Record<string, readonly [verdict: string, ...findings: string[]]>> = {
  "good-own-secret.yaml": ["pulls"],
  "good-name-with-wildcard.yaml": ["pulls"],
  "good-customer-key.yaml": ["pulls"],
  "good-resource-policy.yaml": ["pulls"],
  "good-separate-policy.yaml": ["pulls"],
  "good-managed-policy.yaml": ["pulls"],
  "good-json.json": ["pulls"],
  "good-cdk.out": ["pulls"],
  "good-plan.json": ["pulls"],
  "good-plan-module.json": ["pulls"],
  // Of the projects that it does not make in a loop.
  "partly-loop.yaml": ["pulls"],
  "good-plan-of-what-is-there.json": ["pulls"],
  "good-curated-image.yaml": ["no-registry"],
  "good-ecr-image.yaml": ["no-registry"],
  "good-public-image.yaml": ["anonymous"],
  // A name is worth a word, and the pull works.
  "good-sst.out": ["pulls", "credential-not-arn: Credential"],
  "unknown-attached-to-parameter.yaml": ["unknown"],
  "unknown-condition.yaml": ["unknown"],
  "unknown-image-parameter.yaml": ["unknown"],
  "unknown-no-grant-for-named-secret.yaml": ["unknown"],
  "unknown-plan-jsonencode.json": ["unknown"],
  "unknown-policy-elsewhere.yaml": ["unknown"],
  "unknown-policy-of-secret-parameter.yaml": ["unknown"],
  "unknown-role-parameter.yaml": ["unknown"],
  "unknown-secret-by-arn.yaml": ["unknown"],
  "unknown-secret-parameter.yaml": ["unknown"],
  "bad-address-of-registry.yaml": ["fails", "registry-vpc-only: Image: 10.20.30.40"],
  "bad-boundary.yaml": ["fails", "access-missing: Policies"],
  "bad-cdk.out": ["fails", "access-missing: Properties"],
  "bad-denied.json": ["fails", "access-missing: Policies"],
  "bad-dynamic-reference.yaml": ["fails", "credential-malformed: Credential"],
  "bad-ecr-with-credential.yaml": ["fails", "image-takes-no-credential: Image: 1111"],
  "bad-grant-for-other-secret.yaml": ["fails", "access-missing: Policies"],
  "bad-json-key.yaml": ["fails", "credential-malformed: Credential"],
  "bad-json-no-grant.json": ["fails", "access-missing: Policies"],
  "bad-key-shuts-out.yaml": ["fails", "key-policy-denies: KeyPolicy"],
  "bad-no-decrypt.yaml": ["fails", "decrypt-missing: Policies"],
  "bad-no-grant.yaml": ["fails", "access-missing: Policies"],
  "bad-plaintext-variable.yaml": ["no-registry", "plaintext-credential: DOCKERHUB_PASSWORD"],
  "bad-plan-module.json": ["fails", "access-missing: module.build.aws_iam_role.build"],
  "bad-plan-no-grant.json": ["fails", "access-missing: aws_iam_role.build"],
  "bad-plan-of-what-is-there.json": ["fails", "access-missing: aws_iam_role.build"],
  "bad-plan-other-region.json": ["fails", "credential-not-arn: aws_codebuild_project.web"],
  "bad-plan-plaintext.json": ["no-registry", "plaintext-credential: aws_codebuild_project.web"],
  "bad-plan-pull-type-one-line.json": ["fails", "pull-type-wrong: aws_codebuild_project.web"],
  "bad-private-registry.yaml": ["fails", "registry-vpc-only: Image: registry.internal"],
  "bad-pull-type.yaml": ["fails", "pull-type-wrong: ImagePullCredentialsType"],
  "bad-pull-type-left-out.yaml": ["fails", "pull-type-wrong: Environment"],
  "bad-sam.yaml": ["fails", "access-missing: Policies"],
  "bad-trust-ec2.yaml": ["fails", "role-not-codebuild: AssumeRolePolicyDocument"],
  "bad-trust-other-project.yaml": ["fails", "role-not-codebuild: AssumeRolePolicyDocument"],
  "bad-web-address.yaml": ["fails", "image-malformed: Image: https"],
};

test("every template and plan is expected to come to something", async () => {
  expect((await readdir(folder)).sort()).toEqual(Object.keys(expected).sort());
});

test.each(Object.entries(expected))("%s: %j", async (name, [verdict, ...findings]) => {
  const path = new URL(name, folder).pathname;
  const { out, code, err } = await pullpass(undefined, ["check", "--format", "json", path]);
  expect(err).toBe("");
  const { projects } = JSON.parse(out);
  expect(projects).toHaveLength(1);
  const [project] = projects;
  expect(project.verdict).toBe(verdict);
  expect(project.findings.map(({ rule }: { rule: string }) => rule)).toEqual(
    findings.map((finding) => finding.split(": ")[0]),
  );
  for (const [index, finding] of project.findings.entries()) {
    const [, ...wanted] = findings[index]?.split(": ") ?? [];
    expect(await fromPlace(finding)).toContain(wanted.join(": "));
    // What was imagined to judge the file is no reader's to see.
    expect(JSON.stringify(finding)).not.toMatch(/0{12}|any-region|any-stack|made-by-aws|-open\b|AnySfx/);
  }
  expect(project.unknowns.length > 0).toBe(verdict === "unknown");
  const isHigh = project.findings.some(({ severity }: { severity: string }) => severity === "high");
  expect(code).toBe(isHigh ? 1 : 0);
});

/** The line, from the column on, and the one after it. */
async function fromPlace({
  file,
  line,
  column,
}: {
  file: string;
  line: number;
  column: number;
}): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const [first = "", second = ""] = (await readFile(file, "utf8")).split("\n").slice(line - 1, line + 1);
  return `${first.slice(column - 1)}\n${second}`.replaceAll('"', "");
}
