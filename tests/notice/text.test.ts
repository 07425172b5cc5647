import { expect, test } from "vitest";
import { parseSecretArn } from "../../packages/core/src/model/arn.ts";
import type { Change } from "../../packages/core/src/model/change.ts";
import type { Finding } from "../../packages/core/src/model/finding.ts";
import type { Notice } from "../../packages/core/src/notice/notice.ts";
import { command } from "../../packages/core/src/notice/shell.ts";
import { structuredOf } from "../../packages/core/src/notice/structured.ts";
import { textOf } from "../../packages/core/src/notice/text.ts";
import { finding, grant, grants, key, later, normalizes, revokes, role } from "../ledger/examples.ts";

type State = Extract<Notice, { kind: "change" }>["state"];

function about(change: Change, state: State = "applied", error?: string): Notice {
  return { kind: "change", state, change, at: later, error };
}

test("a grant: what, for whom, why, and how to undo it", () => {
  const granted = grant("registry/hub", { key, projects: ["api", "web"] });
  expect(textOf(about(grants("0e6746428fee3e78", { grant: granted })))).toMatchInlineSnapshot(`
    "pullpass let api and web pull with registry/hub.

    Projects  api and web
    Role      web-build
    Secret    registry/hub
    For       builds of web
    Key       1234abcd-12ab-34cd-56ef-1234567890ab
    Account   111122223333
    Region    eu-central-1
    Time      24 November 2026, 12:05 UTC
    Change    0e6746428fee3e78

    Why
      Project web pulls its image with the secret, and the secret's tags consent.
      CreateProject by user/ann at 24 November 2026, 11:59 UTC (event e-1)

    How to undo it
      Take the consent from them; it says who is still let in, by a prefix or a group:
        pullpass disallow arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 api web
      Or, with the AWS command line alone, from everybody: it removes both tags, whatever they say:
        aws secretsmanager untag-resource --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 --tag-keys pullpass/projects pullpass/group
      Or put back what was there before; the tag pullpass/ignore then keeps pullpass off the role:
        pullpass undo 0e6746428fee3e78 --region eu-central-1

    In full
      Role    arn:aws:iam::111122223333:role/service-role/web-build
      Secret  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3
      Key     arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
      By      arn:aws:iam::111122223333:user/ann
    "
  `);
});

test("a grant says who else reads the secret by it", () => {
  const sharedWith = ["Others than CodeBuild may assume the role web-build: arn:aws:iam::1:role/x."];
  const text = textOf(about(grants("g", { sharedWith })));
  expect(text).toContain(`Who else can read it\n  ${sharedWith[0]}\n`);
  expect(structuredOf(about(grants("g", { sharedWith }))).detail).toMatchObject({ sharedWith });
});

test("a grant that is for fewer than before lets nobody in, and does not say so", () => {
  const narrower = grants("g", { narrows: true });
  expect(textOf(about(narrower))).toMatch(/^pullpass limited registry\/hub to web\.\n/);
  expect(textOf(about(narrower, "proposed"))).toMatch(/^pullpass would limit registry\/hub to web\.\n/);
});

test("a revocation", () => {
  expect(textOf(about(revokes("2ab0c446da4d07f4")))).toMatchInlineSnapshot(`
    "pullpass took registry/hub from web.

    Project  web
    Role     web-build
    Secret   registry/hub
    For      builds of web
    Key      the default key, which needs no permission
    Account  111122223333
    Region   eu-central-1
    Time     24 November 2026, 12:05 UTC
    Change   2ab0c446da4d07f4

    Why
      The tags of the secret registry/hub no longer consent to project web.
      CreateProject by user/ann at 24 November 2026, 11:59 UTC (event e-1)

    How to undo it
      Consent again, if the secret still exists and the projects still use it:
        pullpass allow arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 web
      Or, with the AWS command line alone: it reads the tag pullpass/projects, and replaces its value by that and web:
        aws secretsmanager tag-resource --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 --tags "$(aws secretsmanager describe-secret --region eu-central-1 --secret-id arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3 --output json --query '[{Key: \`"pullpass/projects"\`, Value: join(\`" "\`, [(Tags || \`[]\`)[?Key==\`"pullpass/projects"\`].Value, \`["web"]\`][])}]')"

    In full
      Role    arn:aws:iam::111122223333:role/service-role/web-build
      Secret  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3
      By      arn:aws:iam::111122223333:user/ann
    "
  `);
});

test("a revocation of what no project needed has nothing to undo", () => {
  const reason = "No project needs it.";
  const text = textOf(about(revokes("r", { reason, grant: grant("registry/hub", { projects: [] }) })));
  expect(text).toContain("pullpass took registry/hub from role web-build.");
  expect(text).toContain("There is nothing to undo: no project needed it.");
  expect(text).not.toMatch(/^Projects? /m);
});

test("what a person took with undo comes back without the tag on the role, and nobody is asked to consent anew", () => {
  const text = textOf(about(revokes("r", { reason: "A person asked pullpass to undo it.", undoes: ["g"] })));
  const [, undo] = text.split("How to undo it\n");
  expect(undo).toContain("once that does not carry the tag pullpass/ignore:\n");
  expect(undo).toContain("\n    aws iam untag-role --role-name web-build --tag-keys pullpass/ignore\n");
  expect(undo).not.toMatch(/consent again|pullpass allow|tag-resource/i);
});

test("more projects than a tag has room for are not put into one", () => {
  const projects = Array.from({ length: 50 }, (_, i) => `project-${i}`);
  const text = textOf(about(revokes("r", { grant: grant("hub", { projects }) })));
  expect(text).toContain("Let a prefix stand for several names (prefix=team-)");
  expect(text).not.toContain("tag-resource");
});

test("a normalization of a project that a stack manages warns of drift", () => {
  expect(
    textOf(about(normalizes("4d07f42ab0c446da", { managedBy: "shop-pipeline" }))),
  ).toMatchInlineSnapshot(`
    "pullpass rewrote the credential of web.

    Project            web
    Role               web-build
    Credential before  registry/hub
    Credential now     arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3
    Pull type before   CODEBUILD
    Pull type now      SERVICE_ROLE
    Account            111122223333
    Region             eu-central-1
    Time               24 November 2026, 12:05 UTC
    Change             4d07f42ab0c446da

    Why
      Only the full ARN of a secret means the same secret in every Region and for good.
      CreateProject by user/ann at 24 November 2026, 11:59 UTC (event e-1)

    Change the template too
      The stack shop-pipeline manages this project, and its next deployment may put the old value back.
      In its template, under Environment:
        RegistryCredential.Credential  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3
        ImagePullCredentialsType       SERVICE_ROLE

    How to undo it
      Put back what was there before; the tag pullpass/ignore then keeps pullpass off the project:
        pullpass undo 4d07f42ab0c446da --region eu-central-1

    In full
      Role  arn:aws:iam::111122223333:role/service-role/web-build
      By    arn:aws:iam::111122223333:user/ann
    "
  `);
});

test("where the pull type alone was wrong, it alone is told to have changed", () => {
  const credential = parseSecretArn(
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
  );
  const text = textOf(about(normalizes("n", { before: { credential, pullCredentials: "CODEBUILD" } })));
  expect(text).toContain("pullpass rewrote the pull type of web.");
  expect(text).toMatch(/^Credential +arn:/m);
  expect(text).toMatch(/^Pull type before +CODEBUILD$/m);
  expect(text).toMatch(/^Pull type now +SERVICE_ROLE$/m);
});

test("a change that failed", () => {
  const error = "codebuild:UpdateProject on web was refused: Invalid VPC config";
  expect(
    textOf(about(normalizes("4d07f42ab0c446da", { managedBy: "shop" }), "failed", error)),
  ).toMatchInlineSnapshot(`
    "pullpass could not rewrite the credential of web.

    It failed, and is not tried again until something changes
      codebuild:UpdateProject on web was refused: Invalid VPC config

    Project            web
    Role               web-build
    Credential now     registry/hub
    Credential wanted  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3
    Pull type now      CODEBUILD
    Pull type wanted   SERVICE_ROLE
    Account            111122223333
    Region             eu-central-1
    Time               24 November 2026, 12:05 UTC
    Change             4d07f42ab0c446da

    Why
      Only the full ARN of a secret means the same secret in every Region and for good.
      CreateProject by user/ann at 24 November 2026, 11:59 UTC (event e-1)

    What to do (pullpass operator)
      See what is in the way:
        pullpass explain web --region eu-central-1

    In full
      Role  arn:aws:iam::111122223333:role/service-role/web-build
      By    arn:aws:iam::111122223333:user/ann
    "
  `);
});

test("a proposal", () => {
  expect(textOf(about(grants("0e6746428fee3e78"), "proposed"))).toMatchInlineSnapshot(`
    "pullpass would let web pull with registry/hub.

    Nothing was changed: pullpass runs in the mode that only says what it would do.

    Project  web
    Role     web-build
    Secret   registry/hub
    For      builds of web
    Key      the default key, which needs no permission
    Account  111122223333
    Region   eu-central-1
    Time     24 November 2026, 12:05 UTC
    Change   0e6746428fee3e78

    Why
      Project web pulls its image with the secret, and the secret's tags consent.
      CreateProject by user/ann at 24 November 2026, 11:59 UTC (event e-1)

    What to do (pullpass operator)
      Let pullpass do it, this once:
        pullpass apply web --region eu-central-1

    To do it with CloudFormation
      Resources:
        RegistrySecretRegistryHub:
          Type: AWS::IAM::RolePolicy
          Properties:
            RoleName: "web-build"
            PolicyName: "registry-secret-eu-central-1-registry-hub"
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
                      "ArnEqualsIfExists": {
                        "codebuild:ProjectArn": [
                          "arn:aws:codebuild:eu-central-1:111122223333:project/web"
                        ]
                      }
                    }
                  }
                ]
              }

    To do it with Terraform
      resource "aws_iam_role_policy" "RegistrySecretRegistryHub" {
        name   = "registry-secret-eu-central-1-registry-hub"
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
                "ArnEqualsIfExists": {
                  "codebuild:ProjectArn": [
                    "arn:aws:codebuild:eu-central-1:111122223333:project/web"
                  ]
                }
              }
            }
          ]
        })
      }

    In full
      Role    arn:aws:iam::111122223333:role/service-role/web-build
      Secret  arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3
      By      arn:aws:iam::111122223333:user/ann
    "
  `);
});

test("a finding", () => {
  expect(textOf({ kind: "finding", state: "opened", finding: finding(), at: later })).toMatchInlineSnapshot(`
    "pullpass found a problem that it does not fix.

    The registry 10.0.0.7 of project web has a private address, which CodeBuild cannot reach.

    Project   web
    Account   111122223333
    Region    eu-central-1
    Rule      registry-vpc-only
    Severity  high
    Time      24 November 2026, 12:05 UTC

    What was seen
      image    10.0.0.7:5000/acme/web:1
      address  10.0.0.7

    What to do (project owner)
      Mirror the image into Amazon ECR, or publish the registry.
      To look at it:
        pullpass explain web --region eu-central-1
    "
  `);
});

test("a finding that closed asks for nothing", () => {
  expect(textOf({ kind: "finding", state: "closed", finding: finding(), at: later })).toMatchInlineSnapshot(`
    "Resolved. There is nothing left to do.

    The registry 10.0.0.7 of project web has a private address, which CodeBuild cannot reach.

    Project   web
    Account   111122223333
    Region    eu-central-1
    Rule      registry-vpc-only
    Severity  high
    Time      24 November 2026, 12:05 UTC

    What was seen
      image    10.0.0.7:5000/acme/web:1
      address  10.0.0.7
    "
  `);
});

test("a finding about a role that changed", () => {
  const subject = { kind: "role", arn: "arn:aws:iam::111122223333:role/service-role/web-build" } as const;
  const text = textOf({
    kind: "finding",
    state: "changed",
    finding: finding({ subject, evidence: [] }),
    at: later,
  });
  expect(text).toContain("A problem that pullpass found before looks different now.");
  expect(text).toContain("\nRole      web-build\n");
  expect(text).toContain(`\nIn full\n  Role  ${subject.arn}\n`);
  expect(text).not.toContain("What was seen");
});

test("the commands name the deployment's own tags and policy", () => {
  const text = textOf(about(grants("g")), { tagPrefix: "acme:pull/", policyName: "acme-pull" });
  expect(text).toContain("--tag-keys acme:pull/projects acme:pull/group");
  expect(text).toContain("the tag acme:pull/ignore then keeps pullpass off the role:\n");
  expect(text).toContain(
    "pullpass undo g --region eu-central-1 --tag-prefix acme:pull/ --policy-name acme-pull\n",
  );
});

test("the commands go to the secret's own Region", () => {
  const far = parseSecretArn("arn:aws:secretsmanager:us-east-1:111122223333:secret:hub-a1b2c3");
  const text = textOf(about(grants("g", { grant: { ...grant("hub"), secret: far } })));
  expect(text).toContain(`aws secretsmanager untag-resource --region us-east-1 --secret-id ${far}`);
});

test("many projects and causes are counted, not listed", () => {
  const projects = Array.from({ length: 5_000 }, (_, i) => `project-${i}`);
  const cause = { event: "CreateProject", actor: "unknown", time: later };
  const causes = projects.map((id) => ({ id, ...cause }));
  const text = textOf(about(grants("g", { grant: grant("hub", { projects }), causes })));
  expect(text).toContain("project-48 and 4951 more");
  expect(text).toContain("and 4990 more events");
  expect(text.length).toBeLessThan(10_000);
});

const hiddenCharacter = "\u200b";
const longStatement: Finding["remedy"] = [
  {
    kind: "statement",
    place: { layer: "key policy", of: key },
    role,
    statement: {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Condition: { StringEquals: { "aws:PrincipalTag/team": [`a${hiddenCharacter}b`, "x".repeat(15_000)] } },
    },
  },
  {
    kind: "command",
    purpose: "Write it.",
    command: `aws kms put-key-policy --policy '${"y".repeat(12_000)}'`,
  },
];

test("what is to be pasted is never cut, and is what it stands for", () => {
  const text = textOf({
    kind: "finding",
    state: "opened",
    finding: { ...finding(), remedy: longStatement },
    at: later,
  });
  const [, block = ""] = /\n {4}(\{\n[\s\S]*?\n {4}\})\n/.exec(text) ?? [];
  expect(JSON.parse(block)).toEqual(longStatement[0]?.kind === "statement" ? longStatement[0].statement : {});
  expect(block).not.toContain(hiddenCharacter);
  expect(text).toContain(`aws kms put-key-policy --policy '${"y".repeat(12_000)}'`);
});

test("where there is no room for what is to be pasted, it is said where it stands", () => {
  const { detail } = structuredOf({
    kind: "finding",
    state: "opened",
    finding: { ...finding(), remedy: longStatement },
    at: later,
  });
  expect(detail).toMatchObject({
    remedy: `Add this statement for web-build to the key policy of ${key}. Write it. What is to be pasted is too long for this place: pullpass explain shows it whole.`,
  });
});

test("a word of a command is as long as it has to be", () => {
  const document = `{"a":"${"z".repeat(20_000)}"}`;
  expect(command("aws", [document])).toBe(`aws '${document}'`);
});
