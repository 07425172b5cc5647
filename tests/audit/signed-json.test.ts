/** Service control policies and Security Hub: what goes over the wire, and what comes of the answers. */
import { describe, expect, test } from "vitest";
import { securityHub } from "../../packages/core/src/aws/index.ts";
import { organizationOf } from "../../packages/core/src/aws/service-control.ts";
import { signedJson } from "../../packages/core/src/aws/signed-json.ts";
import { AccessDenied, Throttled, Unavailable } from "../../packages/core/src/errors.ts";
import { asffOf } from "../../packages/core/src/notice/asff.ts";
import { finding as found, noon } from "../ledger/examples.ts";
import { type Answer, type Received, service } from "./support/json-service.ts";

const account = "111122223333";

/** root → ou-team → account */
function organization({ headers, input }: Received): Answer {
  const operation = headers["x-amz-target"]?.split(".")[1] ?? "";
  const parents: Record<string, object[]> = {
    [account]: [{ Id: "ou-team", Type: "ORGANIZATIONAL_UNIT" }],
    "ou-team": [{ Id: "r-root", Type: "ROOT" }],
  };
  switch (operation) {
    case "DescribeOrganization":
      return [200, { Organization: { Id: "o-exampleorg1", MasterAccountId: "999988887777" } }];
    case "ListParents":
      return [200, { Parents: parents[String(input.ChildId)] }];
    case "ListPoliciesForTarget":
      return input.TargetId === "ou-team" && input.NextToken === undefined
        ? [200, { Policies: [{ Id: "p-1", Name: "One" }], NextToken: "more" }]
        : [200, { Policies: [{ Id: "p-full", Name: "FullAWSAccess" }] }];
    default:
      return [200, { Policy: { Content: JSON.stringify({ Id: input.PolicyId }) } }];
  }
}

const policiesBy = (answer: (received: Received) => Answer, id = account) =>
  organizationOf(signedJson(service(answer).connection), {
    account: id,
    partition: "aws",
  }).serviceControl();

describe("service control policies", () => {
  test("come level by level, from the root to the account, all pages of them", async () => {
    const levels = await policiesBy(organization);
    expect(levels?.map((level) => level.map(({ name }) => name))).toEqual([
      ["FullAWSAccess (p-full)"],
      ["One (p-1)", "FullAWSAccess (p-full)"],
      ["FullAWSAccess (p-full)"],
    ]);
    expect(levels?.[1]?.[0]?.document).toEqual({ Id: "p-1" });
  });

  test("do not concern the account that manages the organization, nor one in none", async () => {
    expect(await policiesBy(organization, "999988887777")).toBeUndefined();
    const none = { __type: "AWSOrganizationsNotInUseException", message: "not in use" };
    expect(await policiesBy(() => [400, none])).toBeUndefined();
  });

  test("are unreadable for most accounts, and that is an access denied", async () => {
    const denied = { __type: "com.amazonaws#AccessDeniedException", Message: "You don't have permissions" };
    await expect(
      policiesBy((received) =>
        received.headers["x-amz-target"]?.includes("ListParents") ? [400, denied] : organization(received),
      ),
    ).rejects.toThrow(AccessDenied);
    await expect(policiesBy(() => [400, { __type: "TooManyRequestsException" }])).rejects.toThrow(Throttled);
  });

  test("are asked for signed, at the partition's one endpoint", async () => {
    const { connection, received } = service(organization);
    await organizationOf(signedJson(connection), { account, partition: "aws-cn" }).serviceControl();
    expect(received[0]).toMatchObject({
      host: "organizations.cn-northwest-1.amazonaws.com.cn",
      headers: { "x-amz-target": "AWSOrganizationsV20161128.DescribeOrganization" },
    });
    expect(received[0]?.headers.authorization).toContain("/cn-northwest-1/organizations/aws4_request");
  });
});

describe("the organization's id", () => {
  const idBy = (answer: (received: Received) => Answer) =>
    organizationOf(signedJson(service(answer).connection), { account, partition: "aws" }).id();

  test("is told to every account in it, and none to others", async () => {
    expect(await idBy(organization)).toBe("o-exampleorg1");
    expect(await idBy(() => [400, { __type: "AWSOrganizationsNotInUseException" }])).toBeUndefined();
  });

  test("is never absent because it could not be read", async () => {
    await expect(idBy(() => [400, { __type: "AccessDeniedException" }])).rejects.toThrow(AccessDenied);
    await expect(idBy(() => [200, { Organization: {} }])).rejects.toThrow(Unavailable);
  });
});

const finding = (name: string) =>
  asffOf(found({ subject: { kind: "project", name } }), { createdAt: noon, updatedAt: noon, version: "1" });

describe("Security Hub", () => {
  test("gets the findings by a hundred a call, and what it refuses is told", async () => {
    const { connection, received } = service(({ input }) => {
      const count = Array.isArray(input.Findings) ? input.Findings.length : 0;
      const FailedFindings = count < 100 ? [{ Id: "x", ErrorCode: "InvalidInput", ErrorMessage: "no" }] : [];
      return [200, { SuccessCount: count - FailedFindings.length, FailedFindings }];
    });
    const findings = Array.from({ length: 230 }, (_, index) => finding(String(index)));
    expect(await securityHub(connection)("eu-central-1", findings)).toEqual({
      accepted: 229,
      refused: [{ id: "x", why: "no" }],
    });
    expect(received.map(({ host, path, input }) => [host, path, Object(input.Findings).length])).toEqual([
      ["securityhub.eu-central-1.amazonaws.com", "/findings/import", 100],
      ["securityhub.eu-central-1.amazonaws.com", "/findings/import", 100],
      ["securityhub.eu-central-1.amazonaws.com", "/findings/import", 30],
    ]);
  });
});
