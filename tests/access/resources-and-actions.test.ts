import { expect, test } from "vitest";
import { allow, ask } from "./support/ask.ts";

const other = { Action: undefined, NotAction: ["s3:*", "SecretsManager:get*"] };

test.each([
  ["secretsmanager:GetSecretValue", true],
  ["SECRETSMANAGER:getsecretvalue", true],
  ["secretsmanager:Get*", true],
  ["secretsmanager:?etSecretValue", true],
  ["secretsmanager:*Value", true],
  ["*:GetSecretValue", true],
  ["secretsmanager", false],
  ["secretsmanager:GetSecret", false],
  ["kms:*", false],
])("the action %s covers reading a secret: %s", (Action, covers) => {
  expect(ask({ identity: [allow({ Action })] }).kind === "allowed").toBe(covers);
  expect(ask({ identity: [allow({ Action: undefined, NotAction: Action })] }).kind === "allowed").toBe(
    !covers,
  );
});

test("an action that is excepted with others is excepted", () => {
  expect(ask({ identity: [allow(other)] }).kind).toBe("denied");
  expect(ask({ identity: [allow(other)], action: "secretsmanager:ListSecrets" }).kind).toBe("allowed");
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
test.each([
  ["*", true],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-a1b2c3", true],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:HUB-a1b2c3", false],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-??????", true],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub", false],
  ["arn:aws:secretsmanager:*:111122223333:secret:hub-*", true],
  ["arn:aws:secretsmanager:eu-*-1:*:secret:hub-*", true],
  ["arn:aws:secretsmanager:*", true],
  ["arn:aws:secretsmanager:*:secret:hub-a1b2c3", true],
  ["arn:aws:secretsmanager:eu-c*3:secret:hub-a1b2c3", false],
  ["arn:aws:secretsmanager:*:*:*hub*", true],
  ["arn:aws:secretsmanager:*:*:s*-??????", true],
  ["arn:aws:secretsmanager:*:*:secret?hub-a1b2c3", true],
  ["arn:aws:secretsmanager:*:*:*web*", false],
  ["arn:aws:secretsmanager:eu-central-1?111122223333:secret:hub-a1b2c3", false],
  ["arn:aws:kms:*", false],
])("the resource %s covers the secret: %s", (Resource, covers) => {
  expect(ask({ identity: [allow({ Resource })] }).kind === "allowed").toBe(covers);
  expect(ask({ identity: [allow({ Resource: undefined, NotResource: Resource })] }).kind === "allowed").toBe(
    !covers,
  );
});
