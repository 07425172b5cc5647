/** States of accounts as people met them: what is said of the project is right, and it is what its build does. */

import { describe, expect, test } from "vitest";
import { type AuditPorts, audit, type ProjectReport } from "../../packages/audit/src/index.ts";
import { awsConnection } from "../../packages/core/src/aws/index.ts";
import { AccessDenied } from "../../packages/core/src/errors.ts";
import { connect, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { policy } from "../audit/support/account.ts";
import { portsOf, questionTo } from "../audit/support/audit.ts";
import { pullpass } from "../cli/support/run.ts";
import { account, makeState, type State } from "./support/access-state.ts";
import { casesIn } from "./support/case-files.ts";

interface Case {
  readonly id: string;
  readonly title: string;
  readonly expected: { readonly answer: "allow" | "deny" | "depends"; readonly why: string };
  readonly state: State;
  readonly fix?: State;
  readonly explainArgs?: readonly string[];
}

/** What the answer hangs on, of those that depend: in the chain's words. */
const dependsOn: Readonly<Record<string, readonly string[]>> = {
  c12: ["secretsmanager:VersionStage"],
  c13: ["aws:SourceVpce"],
  c37: ["444455556666"],
  c46: ["aws:SourceIp"],
  c47: ["aws:SourceIp", "aws:SourceVpce"],
  c55: ["aws:PrincipalOrgID"],
  c67: ["444455556666"],
  c75: ["aws:SourceIp", "aws:SourceVpc"],
  p09: ["aws:SourceVpce"],
  p11: ["444455556666"],
  p13: ["aws:PrincipalOrgID"],
  p25: ["444455556666"],
};

describe.each(casesIn<Case>("access"))("%s", (_, { id, title, expected, state, fix, explainArgs }) => {
  test(title, async () => {
    const made = await makeState(id, state);
    if (state.consent) await pullpass(made.sandbox, ["apply", id, "--yes"]);
    const look = () => reportOn(id, made.sandbox, state.scp, explainArgs);

    const report = await look();
    expect(report.verdict).toBe(verdictOf[expected.answer]);
    expect(report.findings.some(({ blocks }) => blocks)).toBe(report.verdict === "fails");
    if (report.verdict === "pulls") {
      expect(report.unseen).toEqual(state.scp === undefined ? ["value", "service-control"] : ["value"]);
    }
    const hanging = report.chain.filter(({ step }) => report.hangsOn.includes(step));
    for (const each of dependsOn[id] ?? []) expect(hanging.map(({ why }) => why).join("\n")).toContain(each);
    expect(hanging.length > 0).toBe(expected.answer === "depends");
    // The sandbox knows no organizations, and what an unknown value does is for AWS to say.
    if (state.scp === undefined && expected.answer !== "depends") {
      expect(await made.build()).toBe(report.verdict === "pulls" ? "SUCCEEDED" : "FAILED");
    }

    if (fix === undefined) return;
    await made.change(fix);
    expect(await made.build()).toBe("SUCCEEDED");
    expect((await look()).verdict).toBe("pulls");
  });
});

const verdictOf = { allow: "pulls", deny: "fails", depends: "unknown" } as const;

/** Of the project alone, and as one of all: they say the same. */
async function reportOn(
  name: string,
  sandbox: Sandbox,
  scp: State["scp"],
  [, tagPrefix = "pullpass/"]: readonly string[] = [],
): Promise<ProjectReport> {
  const connection = awsConnection((region) => connect(sandbox, { region }));
  const ports: AuditPorts = { ...portsOf(connection, sandbox), organization: organizationWith(scp) };
  const ask = (projects: "all" | readonly string[]) =>
    audit(questionTo(sandbox, { projects, tagPrefix }), ports, () => undefined);
  const [alone, all] = [await ask([name]), await ask("all")];
  expect(all.projects).toEqual(alone.projects);
  const [report] = alone.projects;
  if (report === undefined) throw new Error(`the audit does not have ${name}`);
  return report;
}

const everything = JSON.parse(policy({ Effect: "Allow", Action: "*", Resource: "*" }));

/** A case without service control policies does not say whether the account is in an organization. */
function organizationWith(levels: State["scp"]): AuditPorts["organization"] {
  if (levels === undefined) return { id: refuse, serviceControl: refuse };
  const named = levels.map((level, number) =>
    (level.length === 0 ? [everything] : level).map((document, index) => ({
      name: `level ${number}, policy ${index}`,
      document,
    })),
  );
  return { id: async () => "o-exampleorg1", serviceControl: async () => named };
}

async function refuse(): Promise<never> {
  const failed = { call: "organizations:DescribeOrganization", resource: `the organization of ${account}` };
  throw new AccessDenied(failed, new Error("You don't have permissions to access this resource."));
}
