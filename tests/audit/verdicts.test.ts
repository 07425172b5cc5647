/** Whatever a project, its role and its secret look like: what the audit says is what the build does. */
import { BatchGetBuildsCommand, CodeBuildClient, StartBuildCommand } from "@aws-sdk/client-codebuild";
import fc from "fast-check";
import { expect, test } from "vitest";
import { printedSteps } from "../../packages/core/src/index.ts";
import { connect, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { pullpass } from "../cli/support/run.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { allow, createAccount, deny, home, policy, type Teams } from "./support/account.ts";
import { auditOf } from "./support/audit.ts";

const read = "secretsmanager:GetSecretValue";
const webs = "arn:aws:iam::111122223333:role/web-*";
const nobody = { ...deny(read, "*"), Principal: "*" };

/** Of six cases five are the first: were all as likely, hardly a build would pull. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const spec = fc.record({
  image: mostly("ghcr.io/acme/app:1", "10.1.2.3/app", "registry.internal/app", "nginx", "UPPER/Case"),
  pullType: mostly<"SERVICE_ROLE" | "CODEBUILD">("SERVICE_ROLE", "CODEBUILD"),
  credential: mostly("arn", "name", "partial", "gone", "none"),
  consent: fc.boolean(),
  own: mostly("read and decrypt", "none", "read", "everything", "read, denied", "wildcard"),
  boundary: mostly("none", "everything", "logs alone", "read alone"),
  resourcePolicy: mostly("none", "admits", "denies", "delegates"),
  key: fc.constantFrom("default", "own", "own", "shut", "denied", "granted"),
});

type Spec = typeof spec extends fc.Arbitrary<infer T> ? T : never;

test("a build that is said to pull succeeds, and one that is said to fail fails", async () => {
  const specs = fc.array(spec, { minLength: 20, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(specs, async (list) => {
      const { sandbox, teams } = await createAccount();
      try {
        for (const [index, each] of list.entries()) await arrange(`web-${index}`, each, teams);
        const report = await auditOf(sandbox);
        const ends = await buildAll(sandbox, list.length);
        for (const [index, each] of list.entries()) {
          const said = report.projects.find(({ name }) => name === `web-${index}`)?.verdict;
          const is = ends[index];
          const agrees = { pulls: "SUCCEEDED", anonymous: "SUCCEEDED", fails: "FAILED" };
          const expected = Object.entries(agrees).find(([verdict]) => verdict === said)?.[1];
          expect({ ...each, said, is }).toEqual({ ...each, said, is: expected });
        }
      } finally {
        await sandbox.dispose();
      }
    }),
    { numRuns: propertyRuns(12) },
  );
});

test("what pullpass is said to repair, it repairs: then the project pulls", async () => {
  const specs = fc.array(spec, { minLength: 20, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(specs, async (list) => {
      const { sandbox, teams } = await createAccount();
      try {
        for (const [index, each] of list.entries()) await arrange(`web-${index}`, each, teams);
        const before = await auditOf(sandbox);
        const repairable = before.projects.filter(({ verdict, findings }) => {
          const high = findings.filter(({ severity }) => severity === "high");
          return (
            verdict === "fails" && high.length > 0 && high.every((finding) => finding.mender === "pullpass")
          );
        });
        for (const { next } of repairable)
          expect(printedSteps(next)[0]?.command).toMatch(/^pullpass apply web-/);
        await pullpass(sandbox, ["apply", "--all", "--yes"]);
        const after = await auditOf(sandbox);
        for (const { name } of repairable) {
          const repaired = after.projects.find((project) => project.name === name);
          expect({ name, verdict: repaired?.verdict }).toEqual({ name, verdict: "pulls" });
        }
        const others = after.projects.filter(({ findings }) =>
          findings.some((finding) => finding.mender === "pullpass"),
        );
        expect(others.map(({ name }) => name)).toEqual([]);
      } finally {
        await sandbox.dispose();
      }
    }),
    { numRuns: propertyRuns(8) },
  );
});

async function arrange(name: string, each: Spec, teams: Teams): Promise<void> {
  const role = await teams.role(name);
  const key = each.key === "default" ? undefined : await teams.key();
  const secret = await teams.secret(`registry/${name}`, each.consent ? name : undefined, {
    ...(key !== undefined && { key }),
    ...resourcePolicyOf(each, role),
  });
  if (key !== undefined) await shutKey(key, each, role, teams);
  const own = statementsOf(each, secret, key ?? "*");
  if (own.length > 0) await teams.inline(name, "Own", ...own);
  if (each.boundary !== "none") await teams.boundary(name, `${name}-boundary`, boundaryOf(each));
  const credential = credentialOf(each, name, secret);
  const { image, pullType } = each;
  await teams.project(name, { image, pullType, role: name, ...(credential !== undefined && { credential }) });
}

function resourcePolicyOf({ resourcePolicy }: Spec, role: string): { policy?: string } {
  const statements = {
    none: undefined,
    admits: { ...allow(read, "*"), Principal: { AWS: role } },
    denies: nobody,
    delegates: { ...allow(read, "*"), Principal: { AWS: "arn:aws:iam::111122223333:root" } },
  }[resourcePolicy];
  return statements === undefined ? {} : { policy: policy(statements) };
}

/** A grant is made before the key policy shuts out who makes it. */
async function shutKey(key: string, { key: kind }: Spec, role: string, teams: Teams): Promise<void> {
  if (kind === "own") return;
  if (kind === "granted") await teams.keyGrant(key, role);
  const keeper = {
    ...allow("kms:*", "*"),
    Principal: { AWS: "arn:aws:iam::111122223333:role/Administrator" },
  };
  const root = { ...allow("kms:*", "*"), Principal: { AWS: "arn:aws:iam::111122223333:root" } };
  const builders = {
    ...deny("kms:Decrypt", "*", { Condition: { ArnLike: { "aws:PrincipalArn": webs } } }),
    Principal: "*",
  };
  await teams.keyPolicy(key, kind === "denied" ? policy(root, builders) : policy(keeper));
}

function statementsOf({ own }: Spec, secret: string, key: string): readonly object[] {
  switch (own) {
    case "none":
      return [];
    case "read":
      return [allow(read, secret)];
    case "read and decrypt":
      return [allow(read, secret), allow("kms:Decrypt", key)];
    case "everything":
      return [allow("*", "*")];
    case "read, denied":
      return [allow("*", "*"), deny(read, secret)];
    default:
      return [
        allow(
          ["secretsmanager:Get*", "kms:*"],
          ["secretsmanager", "kms"].map((service) => `arn:aws:${service}:*:111122223333:*`),
        ),
      ];
  }
}

function boundaryOf({ boundary }: Spec): object {
  if (boundary === "everything") return allow("*", "*");
  return boundary === "read alone" ? allow(read, "*") : allow("logs:*", "*");
}

function credentialOf({ credential }: Spec, name: string, secret: string): string | undefined {
  switch (credential) {
    case "arn":
      return secret;
    case "name":
      return `registry/${name}`;
    case "partial":
      return secret.slice(0, -"-AbCdEf".length);
    case "gone":
      return `${secret.slice(0, -"AbCdEf".length)}ZzZzZz`;
    default:
      return undefined;
  }
}

async function buildAll(sandbox: Sandbox, count: number): Promise<readonly (string | undefined)[]> {
  const client = new CodeBuildClient(connect(sandbox, { region: home }));
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { build } = await client.send(new StartBuildCommand({ projectName: `web-${index}` }));
    ids.push(build?.id ?? "");
  }
  await sandbox.clock.advance(60_000);
  await sandbox.settle();
  const { builds = [] } = await client.send(new BatchGetBuildsCommand({ ids }));
  return ids.map((id) => builds.find((build) => build.id === id)?.buildStatus);
}
