import { expect, test } from "vitest";
import { projectOf } from "../../packages/core/src/aws/project.ts";
import { InvalidArn } from "../../packages/core/src/model/arn.ts";

const arn = "arn:aws-us-gov:codebuild:us-gov-west-1:111122223333:project/web";
const serviceRole = "arn:aws-us-gov:iam::111122223333:role/service-role/web";

test("a project without an environment asks for nothing", () => {
  expect(projectOf({ arn, serviceRole })).toMatchObject({
    name: "web",
    account: "111122223333",
    region: "us-gov-west-1",
    role: serviceRole,
    tags: {},
    image: "",
    pullCredentials: "CODEBUILD",
    credential: undefined,
    plaintextVariables: [],
    environment: {},
  });
});

test("a role that is given by name is a role of the project's account and partition", () => {
  expect(projectOf({ arn, serviceRole: "web" }).role).toBe("arn:aws-us-gov:iam::111122223333:role/web");
});

test.each([
  ["a project", { serviceRole }],
  ["a role", { arn, serviceRole: "" }],
])("what does not name %s is refused, not taken for a project that is gone", (_, described) => {
  expect(() => projectOf(described)).toThrow(InvalidArn);
});
