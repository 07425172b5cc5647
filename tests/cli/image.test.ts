import { expect, test } from "vitest";
import { pullpass } from "./support/run.ts";

test("the help says what is accepted, what comes out, and how it is used", async () => {
  const { out } = await pullpass(undefined, ["image", "--help"]);
  expect(out).toMatchInlineSnapshot(`
    "Usage: pullpass image [options] <reference>

    show how an image reference is read, and whether CodeBuild can reach its registry

    Arguments:
      reference         as in a project: nginx, registry.example.com/team/app:1.2, aws/codebuild/standard:7.0

    Options:
      --json            print it as JSON
      -h, --help        display help for command

    Global Options:
      --profile <name>  profile of the AWS configuration (default: AWS_PROFILE)
      --region <name>   AWS Region; may be repeated where a command takes several (default: AWS_REGION)
      --debug           tell errors with their stack
      -V, --version     output the version number

    Nothing is asked of AWS or of any network: the text alone is judged.
    Exit code: 0 if it is an image reference, also one with findings; 1 if it is none.

    Examples:
      pullpass image ghcr.io/acme/builder:2
      pullpass image 10.0.0.7:5000/app --json | jq .findings
    "
  `);
});

test("a reference is shown in its parts, defaults filled in", async () => {
  const { out, code } = await pullpass(undefined, ["image", "nginx"]);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "nginx
      kind        registry: a registry, which may ask for the credential in a secret
      host        docker.io
      repository  library/nginx
      tag         latest
    "
  `);
});

test("a registry that only a VPC reaches is flagged, with what to do", async () => {
  const { out, code } = await pullpass(undefined, ["image", "10.0.0.7:5000/app:1"]);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "10.0.0.7:5000/app:1
      kind        registry: a registry, which may ask for the credential in a secret
      host        10.0.0.7
      port        5000
      repository  app
      tag         1

      ! high  CodeBuild cannot reach the registry 10.0.0.7. (registry-vpc-only)
          image: 10.0.0.7:5000/app:1
          host: 10.0.0.7
          why: 10.0.0.7 is a private address (RFC 1918)
          to do:
            Give the registry an address that the public internet reaches, or copy the image to Amazon ECR and let the project use that. Changing the project's VPC does not help.
    "
  `);
});

test.each([
  { reference: "aws/codebuild/standard:7.0", kind: "curated", host: undefined, rules: [] },
  {
    reference: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:1",
    kind: "ecr",
    host: "111122223333.dkr.ecr.eu-central-1.amazonaws.com",
    rules: [],
  },
  { reference: "public.ecr.aws/nginx/nginx", kind: "ecr-public", host: "public.ecr.aws", rules: [] },
  { reference: "[::1]:5000/app", kind: "registry", host: "::1", rules: ["registry-vpc-only"] },
  { reference: "nexus.corp/app", kind: "registry", host: "nexus.corp", rules: ["registry-vpc-only"] },
])("$reference is $kind, as JSON too", async ({ reference, kind, host, rules }) => {
  const { out, code } = await pullpass(undefined, ["image", reference, "--json"]);
  const read = JSON.parse(out);
  expect(code).toBe(0);
  expect({ kind: read.kind, host: read.host }).toEqual({ kind, host });
  expect(read.findings.map(({ rule }: { rule: string }) => rule)).toEqual(rules);
});

test("what is no reference ends with 1, says why, and cannot write to the terminal", async () => {
  const { out, code } = await pullpass(undefined, ["image", "\u001b[31mA\u202e/b"]);
  expect(code).toBe(1);
  expect(out).toContain("invalid: not an image reference");
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const json = await pullpass(undefined, ["image", "A B", "--json"]);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({
    kind: "invalid",
    findings: [{ rule: "registry-unresolvable" }],
  });
});

test("on a terminal the severity is coloured", async () => {
  const { out } = await pullpass(undefined, ["image", "10.0.0.7/app"], { colours: true });
  expect(out).toContain("\u001b[31m! high\u001b[39m");
});
