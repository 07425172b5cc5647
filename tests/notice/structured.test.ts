import fc from "fast-check";
import { expect, test } from "vitest";
import { structuredOf } from "../../packages/core/src/notice/structured.ts";
import { finding, grant, grants, key, later, normalizes, role } from "../ledger/examples.ts";
import { notices } from "./arbitraries.ts";

const changed = { kind: "change", state: "applied", at: later, error: undefined } as const;

test("a grant as an event", () => {
  const change = grants("g", { grant: grant("registry/hub", { key, projects: ["api", "web"] }) });
  expect(structuredOf({ ...changed, change })).toMatchInlineSnapshot(`
    {
      "detail": {
        "account": "111122223333",
        "boundTo": [
          "arn:aws:codebuild:eu-central-1:111122223333:project/web",
        ],
        "causes": [
          {
            "actor": "arn:aws:iam::111122223333:user/ann",
            "event": "CreateProject",
            "id": "e-1",
            "time": "2026-11-24T11:59:58Z",
          },
        ],
        "change": "grant",
        "id": "g",
        "key": "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "outlook": [],
        "projectCount": 2,
        "projects": [
          "api",
          "web",
        ],
        "reason": "Project web pulls its image with the secret, and the secret's tags consent.",
        "region": "eu-central-1",
        "role": "arn:aws:iam::111122223333:role/service-role/web-build",
        "secret": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
        "state": "applied",
        "strict": false,
        "version": "1",
      },
      "detailType": "pullpass Change",
      "resources": [
        "arn:aws:iam::111122223333:role/service-role/web-build",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
      ],
      "source": "pullpass",
      "time": "2026-11-24T12:05:00.000Z",
    }
  `);
});

test("a normalization that failed as an event", () => {
  const change = normalizes("n", { managedBy: "shop" });
  const { detail } = structuredOf({ ...changed, state: "failed", change, error: "Invalid VPC config" });
  expect(detail).toMatchInlineSnapshot(`
    {
      "account": "111122223333",
      "after": {
        "credential": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
        "pullCredentials": "SERVICE_ROLE",
      },
      "before": {
        "credential": "registry/hub",
        "pullCredentials": "CODEBUILD",
      },
      "causes": [
        {
          "actor": "arn:aws:iam::111122223333:user/ann",
          "event": "CreateProject",
          "id": "e-1",
          "time": "2026-11-24T11:59:58Z",
        },
      ],
      "change": "normalization",
      "error": "Invalid VPC config",
      "id": "n",
      "managedBy": "shop",
      "outlook": [],
      "projectCount": 1,
      "projects": [
        "web",
      ],
      "reason": "Only the full ARN of a secret means the same secret in every Region and for good.",
      "region": "eu-central-1",
      "role": "arn:aws:iam::111122223333:role/service-role/web-build",
      "secret": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
      "state": "failed",
      "version": "1",
    }
  `);
});

test("a finding as an event", () => {
  expect(
    structuredOf({ kind: "finding", state: "opened", finding: finding(), at: later }),
  ).toMatchInlineSnapshot(`
    {
      "detail": {
        "account": "111122223333",
        "blocks": true,
        "evidence": [
          {
            "label": "image",
            "value": "10.0.0.7:5000/acme/web:1",
          },
          {
            "label": "address",
            "value": "10.0.0.7",
          },
        ],
        "mender": "project owner",
        "region": "eu-central-1",
        "remedy": "Mirror the image into Amazon ECR, or publish the registry.",
        "rule": "registry-vpc-only",
        "severity": "high",
        "state": "opened",
        "subject": {
          "kind": "project",
          "name": "web",
        },
        "title": "The registry 10.0.0.7 of project web has a private address, which CodeBuild cannot reach.",
        "version": "1",
      },
      "detailType": "pullpass Finding",
      "resources": [],
      "source": "pullpass",
      "time": "2026-11-24T12:05:00.000Z",
    }
  `);
});

test("a finding about a role names it as the event's resource", () => {
  const subject = { kind: "role", arn: role } as const;
  const { resources } = structuredOf({
    kind: "finding",
    state: "closed",
    finding: finding({ subject }),
    at: later,
  });
  expect(resources).toEqual([role]);
});

test("whatever an account holds, the event is one that EventBridge takes, and equals itself after the way there", () => {
  fc.assert(
    fc.property(notices, (notice) => {
      const { detail } = structuredOf(notice);
      const sent = JSON.stringify(detail);
      expect(JSON.parse(sent)).toEqual(detail);
      expect(Buffer.byteLength(sent)).toBeLessThan(1_000_000);
    }),
  );
});

test("of thousands of projects the event names some, and counts all", () => {
  const projects = Array.from({ length: 5_000 }, (_, i) => `${"p".repeat(250)}${i}`);
  const change = grants("g", { grant: grant("hub", { projects }), reason: projects.join(", ") });
  const { detail } = structuredOf({ ...changed, change });
  expect(detail).toMatchObject({ projectCount: 5_000, projects: projects.slice(0, 500) });
  expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThan(256_000);
});
