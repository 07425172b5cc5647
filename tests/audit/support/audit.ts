import {
  type AuditPorts,
  type AuditQuestion,
  type AuditReport,
  audit,
  auditPorts,
} from "../../../packages/audit/src/index.ts";
import { awsConnection, type Connection } from "../../../packages/core/src/aws/index.ts";
import { connect, type Sandbox } from "../../../packages/sandbox/src/index.ts";
import { home } from "./account.ts";

/** The account's report; as an administrator, or as whom the test names. */
export function auditOf(
  sandbox: Sandbox,
  { principal, ...question }: Partial<AuditQuestion> & { readonly principal?: string } = {},
): Promise<AuditReport> {
  const connection = awsConnection((region) => connect(sandbox, { region, ...(principal && { principal }) }));
  return audit(questionTo(sandbox, question), portsOf(connection, sandbox), () => undefined);
}

export function questionTo(sandbox: Sandbox, question: Partial<AuditQuestion>): AuditQuestion {
  return {
    account: sandbox.account,
    partition: "aws",
    caller: "arn:aws:iam::111122223333:role/auditor",
    version: "0.0.0",
    regions: [home],
    searchRegions: [],
    projects: "all",
    tagPrefix: "pullpass/",
    policyName: "pullpass",
    bindGrants: "ifExists",
    sharedRoles: "flag",
    commandOptions: { aws: [], pullpass: [] },
    ...question,
  };
}

export function portsOf(connection: Connection, { account }: Sandbox): AuditPorts {
  return auditPorts(connection, { region: home, account, partition: "aws" });
}
