/** Changes and findings of one role, and of its projects. */
import {
  parseKeyArn,
  parseRoleArn,
  parseSecretArn,
  type SecretArn,
} from "../../packages/core/src/model/arn.ts";
import type { Grant, Grants, Normalizes, Retries, Revokes } from "../../packages/core/src/model/change.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";

export const account = "111122223333";
export const region = "eu-central-1";
export const role = parseRoleArn(`arn:aws:iam::${account}:role/service-role/web-build`);
export const otherRole = parseRoleArn(`arn:aws:iam::${account}:role/api-build`);
export const key = parseKeyArn(`arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`);

export const [noon, later, evening] = [
  "2026-11-24T12:00:00.000Z",
  "2026-11-24T12:05:00.000Z",
  "2026-11-24T20:00:00.000Z",
] as const;

export function secretArn(name: string): SecretArn {
  return parseSecretArn(`arn:aws:secretsmanager:${region}:${account}:secret:${name}-a1b2c3`);
}

export function grant(secret: string, over: Partial<Grant> = {}): Grant {
  const bound = { projects: [`arn:aws:codebuild:${region}:${account}:project/web`], strict: false };
  return { role, region, secret: secretArn(secret), key: undefined, projects: ["web"], bound, ...over };
}

const planned = {
  role,
  account,
  region,
  reason: "Project web pulls its image with the secret, and the secret's tags consent.",
  causes: [
    {
      id: "e-1",
      event: "CreateProject",
      actor: "arn:aws:iam::111122223333:user/ann",
      time: "2026-11-24T11:59:58Z",
    },
  ],
  outlook: [],
};

export function grants(id: string, over: Partial<Grants> = {}): Grants {
  return { kind: "grant", id, ...planned, grant: grant("registry/hub"), ...over };
}

export function revokes(id: string, over: Partial<Revokes> = {}): Revokes {
  const reason = "The tags of the secret registry/hub no longer consent to project web.";
  return { kind: "revocation", id, ...planned, reason, grant: grant("registry/hub"), ...over };
}

export function normalizes(id: string, over: Partial<Normalizes> = {}): Normalizes {
  return {
    kind: "normalization",
    id,
    ...planned,
    reason: "Only the full ARN of a secret means the same secret in every Region and for good.",
    project: "web",
    before: { credential: "registry/hub", pullCredentials: "CODEBUILD" },
    after: { credential: secretArn("registry/hub"), pullCredentials: "SERVICE_ROLE" },
    round: 1,
    managedBy: undefined,
    ...over,
  };
}

export function retries(id: string): Retries {
  const reason = "What kept it from pulling its image is mended, and its project's tag asks for another try.";
  return { kind: "retry", id, ...planned, reason, project: "web", build: "web:1" };
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    rule: "registry-vpc-only",
    severity: "high",
    subject: { kind: "project", name: "web" },
    account,
    region,
    title: "The registry 10.0.0.7 of project web has a private address, which CodeBuild cannot reach.",
    evidence: [
      ["image", "10.0.0.7:5000/acme/web:1"],
      ["address", "10.0.0.7"],
    ],
    blocks: true,
    mender: "project owner",
    remedy: [{ kind: "advice", text: "Mirror the image into Amazon ECR, or publish the registry." }],
    waitsFor: undefined,
    ...over,
  };
}
