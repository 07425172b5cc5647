/** Which link of the chain decides, for the odd ways in which access is given and taken. */
import { BatchGetBuildsCommand, CodeBuildClient, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { expect, onTestFinished, test } from "vitest";
import { connect, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { allow, createAccount, deny, home, policy, type Teams } from "./support/account.ts";
import { auditOf } from "./support/audit.ts";

const read = "secretsmanager:GetSecretValue";
const root = { AWS: "arn:aws:iam::111122223333:root" };
const web = "arn:aws:iam::111122223333:role/web";

interface Case {
  readonly given: string;
  /** The secret's ARN. */
  readonly arrange: (teams: Teams) => Promise<string>;
  readonly verdict: "pulls" | "fails" | "unknown";
  /** The links that are not `allowed` or `not-needed`, and those named here. */
  readonly links: Readonly<Record<string, string>>;
  readonly build: "SUCCEEDED" | "FAILED" | "either";
}

const adminKey = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::111122223333:role/Administrator` },
  Action: "kms:*",
  Resource: "*",
};

const cases: readonly Case[] = [
  {
    given: "a key policy that lets IAM decide, and a role that may do everything",
    arrange: async (teams) => {
      const secret = await teams.secret("s", "web", { key: await teams.key() });
      await teams.inline("web", "All", allow("*", "*"));
      return secret;
    },
    verdict: "pulls",
    links: { key: "allowed", "key-policy": "allowed", "key-grants": "not-needed" },
    build: "SUCCEEDED",
  },
  {
    given: "a key policy that admits the role, which has no permission for the key itself",
    arrange: async (teams) => {
      const key = await teams.key();
      const secret = await teams.secret("s", "web", { key });
      await teams.keyPolicy(key, policy(adminKey, { ...allow("kms:Decrypt", "*"), Principal: { AWS: web } }));
      await teams.inline("web", "Read", allow(read, secret));
      return secret;
    },
    verdict: "pulls",
    links: { "identity-policies": "allowed", "key-policy": "allowed", "key-grants": "not-needed" },
    build: "SUCCEEDED",
  },
  {
    given: "the secret's resource policy admits the role, whose own policies are silent",
    arrange: (teams) =>
      teams.secret("s", "web", { policy: policy({ ...allow(read, "*"), Principal: { AWS: web } }) }),
    verdict: "pulls",
    links: { "resource-policy": "allowed", "identity-policies": "not-needed" },
    build: "SUCCEEDED",
  },
  {
    given: "the resource policy admits the account: the role's own policies decide",
    arrange: (teams) =>
      teams.secret("s", "web", { policy: policy({ ...allow(read, "*"), Principal: root }) }),
    verdict: "fails",
    links: { "resource-policy": "not-needed", "identity-policies": "denied" },
    build: "FAILED",
  },
  {
    given: "a statement of the role denies what another allows",
    arrange: async (teams) => {
      await teams.inline("web", "Mixed", allow("*", "*"), deny(read, "*"));
      return teams.secret("s", "web");
    },
    verdict: "fails",
    links: { "identity-policies": "denied" },
    build: "FAILED",
  },
  {
    given: "a denial outside one VPC endpoint, which only AWS can decide",
    arrange: async (teams) => {
      await teams.inline("web", "All", allow(read, "*"));
      const outside = { Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } };
      return teams.secret("s", "web", { policy: policy({ ...deny(read, "*", outside), Principal: "*" }) });
    },
    verdict: "unknown",
    links: { "resource-policy": "unknown" },
    build: "either",
  },
  {
    given: "a permission for some source addresses, which only AWS knows",
    arrange: async (teams) => {
      const office = { Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } };
      await teams.inline("web", "FromOffice", { ...allow(read, "*"), ...office });
      return teams.secret("s", "web");
    },
    verdict: "unknown",
    links: { "identity-policies": "unknown" },
    build: "either",
  },
  {
    given: "a denial of source addresses, which only AWS knows",
    arrange: async (teams) => {
      const anywhere = { Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } };
      await teams.inline("web", "Mixed", allow(read, "*"), deny(read, "*", anywhere));
      return teams.secret("s", "web");
    },
    verdict: "unknown",
    links: { "identity-policies": "unknown" },
    build: "either",
  },
  {
    given: "a permission for all but some source addresses, which only AWS knows",
    arrange: async (teams) => {
      const elsewhere = { Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } } };
      await teams.inline("web", "Elsewhere", { ...allow(read, "*"), ...elsewhere });
      return teams.secret("s", "web");
    },
    verdict: "unknown",
    links: { "identity-policies": "unknown" },
    build: "either",
  },
  {
    given: "a permission outside one VPC endpoint, beside one that is always there",
    arrange: async (teams) => {
      const outside = { Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } };
      await teams.inline("web", "Both", { ...allow(read, "*"), ...outside }, allow(read, "*"));
      return teams.secret("s", "web");
    },
    verdict: "pulls",
    links: { "identity-policies": "allowed" },
    build: "SUCCEEDED",
  },
  {
    given: "a denial by a tag that the role does not have",
    arrange: async (teams) => {
      const shut = { Condition: { StringEquals: { "aws:PrincipalTag/registry": "shut" } } };
      await teams.inline("web", "Tagged", allow(read, "*"), deny(read, "*", shut));
      return teams.secret("s", "web");
    },
    verdict: "pulls",
    links: { "identity-policies": "allowed" },
    build: "SUCCEEDED",
  },
  {
    given: "a denial unless the role has a tag, which it does not have",
    arrange: async (teams) => {
      const untagged = { Condition: { StringNotEquals: { "aws:PrincipalTag/registry": "open" } } };
      await teams.inline("web", "Tagged", allow(read, "*"), deny(read, "*", untagged));
      return teams.secret("s", "web");
    },
    verdict: "fails",
    links: { "identity-policies": "denied" },
    build: "FAILED",
  },
];

test.each(cases)("$given: the build $verdict", async ({ arrange, verdict, links, build }) => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  await teams.role("web");
  const credential = await arrange(teams);
  await teams.project("web", { credential, role: "web" });
  const [project] = (await auditOf(sandbox)).projects;
  expect(project?.verdict).toBe(verdict);
  const told = Object.fromEntries(project?.chain.map(({ step, state }) => [step, state]) ?? []);
  expect(told).toMatchObject(links);
  if (build !== "either") expect(await buildOf(sandbox)).toBe(build);
});

test("a grant of the key stands in for a key policy that shuts IAM out", async () => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  const key = await teams.key();
  const credential = await teams.secret("s", "web", { key });
  await teams.project("web", { credential });
  await teams.inline("web", "Read", allow(read, "*"));
  await teams.keyGrant(key, web);
  await teams.keyPolicy(key, policy(adminKey));
  const [project] = (await auditOf(sandbox)).projects;
  expect(project?.verdict).toBe("pulls");
  const grant = project?.chain.find(({ step }) => step === "key-grants");
  expect(grant).toMatchObject({ state: "allowed", by: [{ action: "kms:Decrypt", layer: "grant" }] });
  expect(await buildOf(sandbox)).toBe("SUCCEEDED");
});

async function buildOf(sandbox: Sandbox): Promise<string | undefined> {
  const client = new CodeBuildClient(connect(sandbox, { region: home }));
  const { build } = await client.send(new StartBuildCommand({ projectName: "web" }));
  await sandbox.clock.advance(60_000);
  await sandbox.settle();
  const { builds } = await client.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }));
  return builds?.[0]?.buildStatus;
}
