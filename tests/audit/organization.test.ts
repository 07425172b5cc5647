/** An account in an organization: what its service control policies leave of a pull, at whichever level they are. */
import { BatchGetBuildsCommand, CodeBuildClient, StartBuildCommand } from "@aws-sdk/client-codebuild";
import { expect, onTestFinished, test } from "vitest";
import { connect, type OrganizationDefinition, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { allow, createAccount, deny, home } from "./support/account.ts";
import { auditOf } from "./support/audit.ts";

const builds = "111122223333";
const management = "999900001111";
const read = "secretsmanager:GetSecretValue";
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

const policies = {
  NoSecrets: document({ ...deny(read, "*"), Sid: "NoSecrets" }),
  NoDecryption: document(deny("kms:Decrypt", "*")),
  NoDeletion: document(deny("kms:ScheduleKeyDeletion", "*")),
  OnlyListed: document(
    allow(["codebuild:*", "iam:*", "kms:*", "organizations:*", "sts:*"], "*"),
    allow(["secretsmanager:C*", "secretsmanager:D*", "secretsmanager:L*", "secretsmanager:T*"], "*"),
  ),
  AllButReading: document({ Effect: "Allow", NotAction: read, Resource: "*" }),
  EuropeOnly: document({
    Effect: "Deny",
    NotAction: ["iam:*", "organizations:*"],
    Resource: "*",
    Condition: { StringNotEquals: { "aws:RequestedRegion": home } },
  }),
  NoWebRoles: document(
    deny(read, "*", { Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/web" } } }),
  ),
  KnownNetworks: document(
    deny(read, "*", { Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }),
  ),
} satisfies OrganizationDefinition["policies"];

interface Levels {
  readonly root?: readonly string[];
  readonly outer?: readonly string[];
  readonly inner?: readonly string[];
  readonly account?: readonly string[];
}

/** The account of builds is in a unit of a unit of the root, and may read its organization unless it is said otherwise. */
function organizationWith(levels: Levels, mayRead = true): OrganizationDefinition {
  const attached = (names: readonly string[] | undefined) => (names ? { policies: names } : {});
  const account = { id: builds, ...attached(levels.account) };
  const inner = { name: "inner", ...attached(levels.inner), accounts: [account] };
  return {
    managementAccount: management,
    ...(mayRead && { delegatedAdministrators: [builds] }),
    policies,
    root: {
      ...attached(levels.root),
      units: [{ name: "outer", ...attached(levels.outer), units: [inner] }],
    },
  };
}

async function buildStatus(sandbox: Sandbox): Promise<string | undefined> {
  const codebuild = new CodeBuildClient(connect(sandbox, { region: home }));
  const { build } = await codebuild.send(new StartBuildCommand({ projectName: "web" }));
  await sandbox.clock.advance(10_000);
  const { builds: [ended] = [] } = await codebuild.send(
    new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }),
  );
  return ended?.buildStatus;
}

/** A project whose role may read the secret and decrypt it; its report, and how a build of it ends. */
async function pullIn(organization: OrganizationDefinition, account = builds) {
  const { sandbox, teams } = await createAccount({ organization, account });
  onTestFinished(() => sandbox.dispose());
  const key = await teams.key();
  const secret = await teams.secret("registry/ghcr", "web", { key });
  await teams.project("web", { credential: secret });
  await teams.inline("web", "Registry", allow(read, secret), allow("kms:Decrypt", key));
  const report = await auditOf(sandbox);
  const [project] = report.projects;
  const link = project?.chain.find(({ step }) => step === "service-control");
  return { project, link, ended: await buildStatus(sandbox) };
}

const full = "FullAWSAccess";

test.each<[string, Levels, "pulls" | "fails", string, "SUCCEEDED" | "FAILED"]>([
  ["everything is allowed on every level", {}, "pulls", "allowed", "SUCCEEDED"],
  ["a denial of something else", { outer: [full, "NoDeletion"] }, "pulls", "allowed", "SUCCEEDED"],
  ["the root denies reading secrets", { root: [full, "NoSecrets"] }, "fails", "denied", "FAILED"],
  ["a unit above denies it", { outer: [full, "NoSecrets"] }, "fails", "denied", "FAILED"],
  ["the unit denies it", { inner: [full, "NoSecrets"] }, "fails", "denied", "FAILED"],
  ["a policy on the account denies it", { account: [full, "NoSecrets"] }, "fails", "denied", "FAILED"],
  ["decrypting is denied", { inner: [full, "NoDecryption"] }, "fails", "denied", "FAILED"],
  ["one level lists what it allows", { inner: ["OnlyListed"] }, "fails", "denied", "FAILED"],
  ["the root allows all but reading secrets", { root: ["AllButReading"] }, "fails", "denied", "FAILED"],
  ["other Regions are denied", { root: [full, "EuropeOnly"] }, "pulls", "allowed", "SUCCEEDED"],
  ["this very role is denied", { account: [full, "NoWebRoles"] }, "fails", "denied", "FAILED"],
  [
    "levels deny different things",
    { root: [full, "NoDeletion"], outer: [full, "EuropeOnly"], inner: [full, "NoSecrets"] },
    "fails",
    "denied",
    "FAILED",
  ],
])("%s: the audit says what the build does", async (_, levels, verdict, state, ended) => {
  const pull = await pullIn(organizationWith(levels));
  expect(pull.link?.state).toBe(state);
  expect(pull.project?.verdict).toBe(verdict);
  expect(pull.ended).toBe(ended);
});

test("the statement that denies is named, with its policy", async () => {
  const { link, project } = await pullIn(organizationWith({ outer: [full, "NoSecrets"] }));
  expect(link?.by.filter(({ effect }) => effect === "deny")).toEqual([
    expect.objectContaining({
      layer: "serviceControl",
      effect: "deny",
      policy: expect.stringMatching(/^NoSecrets \(p-[a-z0-9]{8}\)$/),
      number: 1,
      sid: "NoSecrets",
    }),
  ]);
  const [finding] = project?.findings.filter(({ severity }) => severity === "high") ?? [];
  expect(finding?.evidence).toContainEqual([
    "denied by",
    expect.stringMatching(/^service control policy NoSecrets \(p-[a-z0-9]{8}\): statement 1 \(NoSecrets\)$/),
  ]);
});

test("what hangs on something that only AWS knows is unknown", async () => {
  const { link, project } = await pullIn(organizationWith({ root: [full, "KnownNetworks"] }));
  expect(link?.state).toBe("unknown");
  expect(link?.why).toContain("aws:SourceIp");
  expect(project?.verdict).toBe("unknown");
});

test("an account that may not read its organization is told so, and judged by what it may read", async () => {
  const { link, project, ended } = await pullIn(organizationWith({ root: [full, "NoSecrets"] }, false));
  expect(link?.state).toBe("unknown");
  expect(link?.why).toContain("organizations:");
  expect(project?.verdict).toBe("pulls");
  expect(ended).toBe("FAILED");
});

test("the management account is bound by none", async () => {
  const { link, project, ended } = await pullIn(organizationWith({ root: [full, "NoSecrets"] }), management);
  expect(link?.state).toBe("not-needed");
  expect(project?.verdict).toBe("pulls");
  expect(ended).toBe("SUCCEEDED");
});

test("an account without an organization is bound by none", async () => {
  const { sandbox, teams } = await createAccount();
  onTestFinished(() => sandbox.dispose());
  const secret = await teams.secret("registry/ghcr", "web");
  await teams.project("web", { credential: secret });
  const { projects } = await auditOf(sandbox);
  const link = projects[0]?.chain.find(({ step }) => step === "service-control");
  expect(link).toMatchObject({
    state: "not-needed",
    why: "no service control policy applies to the account",
  });
});
