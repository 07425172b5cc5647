import { expect, test } from "vitest";
import type { Plan } from "../../packages/core/src/plan/decided.ts";
import { asCode } from "../../packages/core/src/policy/as-code.ts";
import { customerKey, given, holding, planFor, project, recorded, secret } from "./support.ts";

const world = given({
  projects: [project("web")],
  secrets: [secret("registry/hub", { key: customerKey() })],
});

test("in plan mode nothing is written, and everything is said", () => {
  const told = planFor(world, { mode: "plan" });
  const done = planFor(world);
  expect(told).toMatchObject({ mode: "plan", policy: { kind: "keep" }, updates: [], grants: done.grants });
  expect(told.changes.map(({ kind }) => kind)).toEqual(done.changes.map(({ kind }) => kind));
  expect(told.findings).toEqual(done.findings);
});

test("a proposal is the same one at every look, whatever caused the look", () => {
  const cause = { id: "e-2", event: "sweep", actor: "pullpass", time: "2026-11-25T00:00:00Z" };
  const again = planFor({ ...world, work: { causes: [cause] } }, { mode: "plan" });
  expect(again.changes.map(({ id }) => id)).toEqual(
    planFor(world, { mode: "plan" }).changes.map(({ id }) => id),
  );
});

test("what the role's policy already says is not proposed", () => {
  const grants = [recorded("registry/hub", ["web"])];
  const given_ = given({
    role: { inlinePolicies: holding(grants) },
    projects: [
      project("web", { credential: recorded("registry/hub", []).secret, pullCredentials: "SERVICE_ROLE" }),
    ],
    secrets: [secret("registry/hub")],
  });
  expect(planFor(given_, { mode: "plan" }).changes).toEqual([]);
});

function code(plan: Plan) {
  const { work, grants, changes } = plan;
  const normalizations = changes.filter((change) => change.kind === "normalization");
  return asCode({ role: work.role, region: work.region, grants, normalizations });
}

test("a team can apply it with CloudFormation", () => {
  expect(code(planFor(world, { mode: "plan" })).cloudformation).toMatchInlineSnapshot(`
    "Resources:
      RegistrySecrets:
        Type: AWS::IAM::RolePolicy
        Properties:
          RoleName: "web-build"
          PolicyName: "registry-secrets-eu-central-1"
          PolicyDocument: {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "ReadRegistrySecrets",
                  "Effect": "Allow",
                  "Action": "secretsmanager:GetSecretValue",
                  "Resource": [
                    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3"
                  ],
                  "Condition": {
                    "ArnLikeIfExists": {
                      "codebuild:ProjectArn": [
                        "arn:aws:codebuild:eu-central-1:111122223333:project/*"
                      ]
                    }
                  }
                },
                {
                  "Sid": "Decrypt28e1894f256f",
                  "Effect": "Allow",
                  "Action": "kms:Decrypt",
                  "Resource": "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                  "Condition": {
                    "StringEquals": {
                      "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
                      "kms:EncryptionContext:SecretARN": [
                        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3"
                      ]
                    }
                  }
                }
              ]
            }

    # In the AWS::CodeBuild::Project whose Name is "web", under Properties:
    Environment:
      ImagePullCredentialsType: SERVICE_ROLE
      RegistryCredential:
        Credential: arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3
        CredentialProvider: SECRETS_MANAGER
    "
  `);
});

test("a team can apply it with Terraform", () => {
  expect(code(planFor(world, { mode: "plan" })).terraform).toMatchInlineSnapshot(`
    "resource "aws_iam_role_policy" "RegistrySecrets" {
      name   = "registry-secrets-eu-central-1"
      role   = "web-build"
      policy = jsonencode({
        "Version": "2012-10-17",
        "Statement": [
          {
            "Sid": "ReadRegistrySecrets",
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": [
              "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3"
            ],
            "Condition": {
              "ArnLikeIfExists": {
                "codebuild:ProjectArn": [
                  "arn:aws:codebuild:eu-central-1:111122223333:project/*"
                ]
              }
            }
          },
          {
            "Sid": "Decrypt28e1894f256f",
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "Condition": {
              "StringEquals": {
                "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
                "kms:EncryptionContext:SecretARN": [
                  "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3"
                ]
              }
            }
          }
        ]
      })
    }

    # In the aws_codebuild_project whose name is "web":
    environment {
      image_pull_credentials_type = "SERVICE_ROLE"

      registry_credential {
        credential          = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3"
        credential_provider = "SECRETS_MANAGER"
      }
    }
    "
  `);
});

test("a plan that changes nothing is no code", () => {
  expect(code(planFor(given({}), { mode: "plan" }))).toEqual({ cloudformation: "", terraform: "" });
});
