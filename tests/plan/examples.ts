/** A world for every rule, in which it finds something: the tests and the document of findings show them. */

import type { RefusedWrite } from "../../packages/core/src/diagnose/limits.ts";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import { maskCredential } from "../../packages/core/src/model/credential.ts";
import type { RuleId } from "../../packages/core/src/model/finding.ts";
import type { Settings } from "../../packages/core/src/model/settings.ts";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { afterRefusal } from "../../packages/core/src/plan/plan.ts";
import {
  customerKey,
  failedBuild,
  given,
  planFor,
  project,
  secret,
  secretArn,
  sight,
  trustOf,
  type World,
} from "./support.ts";

export interface Example {
  readonly world: World;
  readonly over?: Partial<Settings>;
  /** AWS's refusal of the policy's write. */
  readonly refused?: RefusedWrite;
}

export function planOf({ world, over, refused }: Example): Plan {
  const plan = planFor(world, over);
  return refused === undefined ? plan : afterRefusal(plan, { policy: refused, updates: new Map() });
}

const hub = secret("registry/hub");
const arn = secretArn("registry/hub");
const linked = parseRoleArn(
  "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
);
const web = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" });

const ofOps = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/ops" },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

/**
 * Every rule but those that pullpass repairs where it may, those of a check of a login, which reads the secret, and
 * `grant-unneeded`, which an audit alone says.
 */
type AnnouncedRule = Exclude<
  RuleId,
  | "access-missing"
  | "credentials-rejected"
  | "decrypt-missing"
  | "grant-unneeded"
  | "image-not-found"
  | "image-platform-mismatch"
  | "rate-limited"
  | "secret-malformed"
>;

export const examples: Readonly<Record<AnnouncedRule, Example>> = {
  "access-still-denied": {
    world: given({
      projects: [web],
      secrets: [
        secret("registry/hub", {
          policy: {
            kind: "known",
            value: {
              Version: "2012-10-17",
              Statement: [
                {
                  Sid: "OnlyOps",
                  Effect: "Deny",
                  Principal: "*",
                  Action: "secretsmanager:GetSecretValue",
                  Resource: "*",
                  Condition: { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/ops" } },
                },
              ],
            },
          },
        }),
      ],
    }),
  },
  "change-refused": {
    world: given({ projects: [web], secrets: [hub] }),
    refused: {
      refusal: { kind: "denied", call: "iam:PutRolePolicy", by: "service control policy" },
      words:
        "iam:PutRolePolicy on pullpass-eu-central-1 of web-build was denied: with an explicit deny in a service control policy",
    },
  },
  "credential-malformed": {
    world: given({ projects: [{ ...web, credential: maskCredential(`${arn}:username::`) }], secrets: [hub] }),
  },
  "credential-not-arn": {
    world: given({
      projects: [project("web", { pullCredentials: "SERVICE_ROLE" })],
      secrets: [secret("registry/hub", { region: "us-east-1" })],
    }),
    over: { normalization: "off" },
  },
  "iac-drift": {
    world: given({
      projects: [project("web", { tags: { "aws:cloudformation:stack-name": "shop" } })],
      secrets: [hub],
      driftRounds: {
        web: {
          ...{ change: "n", credential: arn, rounds: 3, at: "2026-11-24T11:58:00.000Z", tool: "CDK" },
          created: undefined,
        },
      },
    }),
  },
  "image-malformed": {
    world: given({
      projects: [project("web", { image: "registry.example.com/Acme Build" })],
      secrets: [hub],
    }),
  },
  "image-misread": {
    world: given({ projects: [{ ...web, image: "nexus-docker/team/base/ubi8:latest" }], secrets: [hub] }),
  },
  "image-takes-no-credential": {
    world: given({ projects: [project("web", { image: "aws/codebuild/standard:7.0" })], secrets: [hub] }),
  },
  "key-policy-denies": {
    world: given({
      projects: [web],
      secrets: [
        secret("registry/hub", {
          key: customerKey({ policy: { kind: "known", value: ofOps } }),
        }),
      ],
    }),
  },
  "key-unusable": {
    world: given({
      projects: [web],
      secrets: [secret("registry/hub", { key: customerKey({ state: "PendingDeletion" }) })],
    }),
  },
  "plaintext-credential": {
    world: given({
      projects: [
        project("web", {
          credential: undefined,
          plaintextVariables: [{ name: "DOCKER_PASSWORD", value: "hunter2" }],
        }),
      ],
    }),
  },
  "policy-malformed": {
    world: given({
      projects: [web],
      secrets: [
        secret("registry/hub", {
          policy: {
            kind: "known",
            value: {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "AIDAJQABLZS4A3QDU576Q" },
                  Action: "secretsmanager:GetSecretValue",
                  Resource: "*",
                },
              ],
            },
          },
        }),
      ],
    }),
  },
  "grant-unbound": {
    world: given({
      projects: [web],
      secrets: [secret("registry/hub", { tags: { "pullpass/projects": "web" } })],
      role: {
        inlinePolicies: new Map([["console", allowing("s3:GetObject", `arn:aws:s3:::${"x".repeat(9_850)}`)]]),
      },
    }),
  },
  "role-shared": {
    world: given({
      projects: [web],
      secrets: [hub],
      role: {
        trust: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: {
                Service: "codebuild.amazonaws.com",
                AWS: "arn:aws:iam::111122223333:role/deploy",
              },
              Action: "sts:AssumeRole",
            },
          ],
        },
      },
    }),
  },
  "policy-quota": {
    world: given({
      projects: [web],
      secrets: [hub],
      role: {
        inlinePolicies: new Map([
          ["console", allowing("s3:GetObject", `arn:aws:s3:::${"x".repeat(10_100)}`)],
        ]),
      },
    }),
  },
  "project-unreadable": {
    world: given({
      unread: {
        web: {
          kind: "unknown",
          reason: '"web" is not the ARN of an IAM role (arn:aws:iam::123456789012:role/path/name)',
          refusal: { kind: "malformed" },
        },
      },
    }),
  },
  "pull-type-wrong": {
    world: given({ projects: [project("web", { credential: arn })], secrets: [hub] }),
    over: { normalization: "off" },
  },
  "registry-certificate": {
    world: given({
      projects: [{ ...web, image: "registry.example.com/acme/build:1" }],
      secrets: [hub],
      sights: [
        sight(
          { kind: "certificate", fault: "expired", why: "the certificate has expired" },
          { host: "registry.example.com" },
        ),
      ],
    }),
  },
  "registry-unreachable": {
    world: given({
      projects: [{ ...web, image: "registry.example.com:5000/acme/build:1" }],
      secrets: [hub],
      sights: [
        sight(
          { kind: "unreachable", how: "refused", why: "198.51.100.7 refused the connection" },
          { host: "registry.example.com", endpoint: "registry.example.com:5000" },
        ),
      ],
    }),
  },
  "registry-unresolvable": {
    world: given({
      projects: [{ ...web, image: "registry.example.com/acme/build:1" }],
      secrets: [hub],
      sights: [sight({ kind: "unresolvable", answer: "no-such-name" }, { host: "registry.example.com" })],
    }),
  },
  "pull-failed": {
    world: given({
      projects: [web],
      secrets: [hub],
      failed: [
        failedBuild(
          web,
          'BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE: Unable to pull customer\'s container image. CannotPullContainerError: Error response from daemon: Head "https://registry-1.docker.io/v2/acme/build/manifests/1": unauthorized: incorrect username or password',
        ),
      ],
    }),
  },
  "registry-vpc-only": {
    world: given({
      projects: [{ ...web, image: "10.0.0.7:5000/acme/build:1" }],
      secrets: [hub],
    }),
  },
  "role-not-codebuild": {
    world: given({ projects: [web], secrets: [hub], role: { trust: trustOf("lambda.amazonaws.com") } }),
  },
  "role-out-of-reach": {
    world: given({ projects: [web], secrets: [hub] }),
    over: { requiredRoleTag: { key: "builds", value: "yes" } },
  },
  "role-protected": {
    world: given({
      work: { role: linked },
      projects: [{ ...web, role: linked }],
      secrets: [hub],
      role: { arn: linked, name: "AWSServiceRoleForX" },
    }),
  },
  "role-unreadable": {
    world: given({
      projects: [web],
      secrets: [hub],
      role: {
        managedPolicies: {
          kind: "unknown",
          reason:
            "iam:ListAttachedRolePolicies on web-build was denied: with an explicit deny in a service control policy",
          refusal: { kind: "denied", call: "iam:ListAttachedRolePolicies", by: "service control policy" },
        },
      },
    }),
  },
  "secret-ambiguous": {
    world: given({
      projects: [project("web")],
      secrets: [
        secret("registry/hub", { region: "us-east-1" }),
        secret("registry/hub", { region: "eu-west-1", suffix: "z9y8x7" }),
      ],
    }),
  },
  "secret-cross-account": {
    world: given({
      projects: [project("web", { pullCredentials: "SERVICE_ROLE" })],
      lookups: { "registry/hub": { kind: "cross-account", account: "444455556666" } },
    }),
  },
  "secret-empty": {
    world: given({ projects: [web], secrets: [secret("registry/hub", { hasValue: "never" })] }),
  },
  "secret-no-consent": {
    world: given({
      projects: [project("web")],
      secrets: [secret("registry/hub", { tags: { "pullpass/projects": "api", team: "shop" } })],
    }),
  },
  "secret-not-found": { world: given({ projects: [project("web")] }) },
  "secret-pending-deletion": {
    world: given({ projects: [project("web")], secrets: [secret("registry/hub", { deletion: "pending" })] }),
  },
  "secret-unreadable": {
    world: given({
      projects: [web],
      secrets: [
        secret("registry/hub", {
          policy: {
            kind: "unknown",
            reason: `secretsmanager:GetResourcePolicy on ${arn} was denied: with an explicit deny in a resource-based policy`,
            refusal: {
              kind: "denied",
              call: "secretsmanager:GetResourcePolicy",
              by: "resource-based policy",
            },
          },
        }),
      ],
    }),
  },
  "secret-rotation-on": {
    world: given({ projects: [web], secrets: [secret("registry/hub", { rotation: true })] }),
  },
};

function allowing(Action: string, Resource: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
}
