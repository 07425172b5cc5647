/** What AWS's models demand of a call, in AWS's words. */
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import type { Constraints } from "../../packages/sandbox/src/constraints/constraints.ts";
import { javaPattern } from "../../packages/sandbox/src/constraints/java-pattern.ts";
import { administrator, createSandbox } from "../../packages/sandbox/src/index.ts";
import type { Caller } from "../../packages/sandbox/src/service.ts";
import { everyService } from "../../packages/sandbox/src/services/all.ts";
import { NormalizedSchema, operationSchema } from "../../packages/sandbox/src/wire/schema.ts";
import { account, allow, home, newAccount, policy } from "./support/account.ts";

const services = await everyService();

/** Calls the service, and gives the error as `Code: message`. */
async function refusal(service: string, operation: string, input: unknown, caller?: Caller) {
  const sandbox = await createSandbox({ regions: [home], account });
  onTestFinished(() => sandbox.dispose());
  const from = {
    caller: caller ?? administrator(sandbox),
    place: { partition: "aws", account, region: home },
  };
  return sandbox.call(service, operation, input, from).then(
    () => "accepted",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

const long = (length: number) => "a".repeat(length);

/**
 * As AWS answered: https://github.com/localstack/localstack/tree/main/tests/aws/services has the recordings of most. The
 * values of an enum are in AWS's own order there.
 */
test.each<[service: string, operation: string, input: object, expected: string]>([
  [
    "kms",
    "GenerateDataKey",
    { KeyId: "alias/a", NumberOfBytes: 1025 },
    "ValidationException: 1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
  ],
  [
    "kms",
    "GenerateDataKey",
    { KeyId: "alias/a", NumberOfBytes: 0 },
    "ValidationException: 1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    "kms",
    "Encrypt",
    { KeyId: "alias/a", Plaintext: new Uint8Array(4097) },
    "ValidationException: 1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
  ],
  [
    "kms",
    "CreateKey",
    { Tags: [{ TagKey: long(129), TagValue: "" }] },
    `ValidationException: 1 validation error detected: Value '${long(129)}' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128`,
  ],
  [
    "kms",
    "CreateGrant",
    { KeyId: "alias/a", GranteePrincipal: "arn:aws:iam::111122223333:role/a", Operations: ["Nonsense"] },
    "ValidationException: 1 validation error detected: Value '[Nonsense]' at 'operations' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [Decrypt, Encrypt, ",
  ],
  [
    "events",
    "PutRule",
    { Name: "Invalid Name With Spaces!", EventPattern: "{}" },
    String.raw`ValidationException: 1 validation error detected: Value 'Invalid Name With Spaces!' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+`,
  ],
  [
    "events",
    "PutTargets",
    { Rule: "a", Targets: [{ Id: "!@#$@!#$", Arn: "arn:aws:sqs:eu-central-1:111122223333:a" }] },
    String.raw`ValidationException: 1 validation error detected: Value '!@#$@!#$' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+`,
  ],
  [
    "events",
    "PutRule",
    { Name: `${long(65)} `, State: "MAYBE" },
    String.raw`ValidationException: 3 validation errors detected: Value '${long(65)} ' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+; Value '${long(65)} ' at 'name' failed to satisfy constraint: Member must have length less than or equal to 64; Value 'MAYBE' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, `,
  ],
  [
    "sts",
    "AssumeRole",
    { RoleArn: `arn:aws:iam::${account}:role/a`, RoleSessionName: "Session1:2" },
    String.raw`ValidationError: 1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
  ],
  [
    "sns",
    "Publish",
    { TopicArn: "a", Message: "a", MessageAttributes: { attr1: { StringValue: "a" } } },
    "ValidationError: 1 validation error detected: Value null at 'messageAttributes.attr1.member.dataType' failed to satisfy constraint: Member must not be null",
  ],
  [
    "sqs",
    "SendMessage",
    { QueueUrl: "a" },
    "MissingParameter: The request must contain the parameter MessageBody.",
  ],
  [
    "sqs",
    "ReceiveMessage",
    { QueueUrl: "a", MessageSystemAttributeNames: ["SenderId", "Nonsense"] },
    "InvalidAttributeName: Unknown Attribute Nonsense.",
  ],
  [
    "secretsmanager",
    "GetSecretValue",
    {},
    "ValidationException: 1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null",
  ],
  [
    "secretsmanager",
    "PutSecretValue",
    { SecretId: "a", SecretString: "" },
    "ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    "iam",
    "CreateRole",
    { RoleName: "a b", AssumeRolePolicyDocument: "{}" },
    "ValidationError: The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
  ],
  [
    "iam",
    "ListPolicies",
    { Scope: "Theirs" },
    "ValidationError: 1 validation error detected: Value at 'scope' failed to satisfy constraint: Member must satisfy enum value set",
  ],
  [
    "iam",
    "CreateRole",
    { RoleName: "a", AssumeRolePolicyDocument: "{}", Description: "rings \u0007" },
    String.raw`ValidationError: 1 validation error detected: Value at 'description' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0009`,
  ],
  [
    "codebuild",
    "BatchGetProjects",
    { names: [] },
    "InvalidInputException: 1 validation error detected: Value '[]' at 'names' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    "dynamodb",
    "UpdateContinuousBackups",
    { TableName: "", PointInTimeRecoverySpecification: {} },
    "ValidationException: 2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy constraint: Member must not be null",
  ],
])("%s %s %j is refused", async (service, operation, input, expected) => {
  expect(await refusal(service, operation, input)).toContain(expected);
});

test.each([
  [64, true],
  [65, false],
])("lengths count characters: %i of them outside the basic plane", async (count, isAccepted) => {
  const table = services.find(({ signingName }) => signingName === "events")?.constraints;
  expect(table?.shapes.TargetId?.max).toBe(64);
  const input = { Rule: "a", Targets: [{ Id: "😀".repeat(count), Arn: "arn:a" }] };
  const isTooLong = (await refusal("events", "PutTargets", input)).includes(
    "length less than or equal to 64",
  );
  expect(isTooLong).toBe(!isAccepted);
});

test("a caller without rights is told first that the form is wrong, as a caller with rights is", async () => {
  const { sandbox, role } = await newAccount();
  const roleArn = await role("nobody");
  const caller = { kind: "role", arn: "", roleArn, account, issued: sandbox.clock.now() } as const;
  const from = { caller, place: { partition: "aws", account, region: home } };
  const describe = (SecretId: string) => sandbox.call("secretsmanager", "DescribeSecret", { SecretId }, from);
  await expect(describe("")).rejects.toThrow("at 'secretId' failed to satisfy constraint");
  await expect(describe("registry")).rejects.toThrow(
    "is not authorized to perform: secretsmanager:DescribeSecret",
  );
});

test("nothing is done that the form forbids, and the call is on record as refused", async () => {
  const { sandbox } = await newAccount();
  const from = { caller: administrator(sandbox), place: { partition: "aws", account, region: home } };
  const input = {
    RoleName: "rings",
    AssumeRolePolicyDocument: policy({ ...allow("sts:AssumeRole"), Resource: undefined, Principal: "*" }),
    Description: "\u0007",
  };
  await expect(sandbox.call("iam", "CreateRole", input, from)).rejects.toThrow("at 'description'");
  await expect(sandbox.call("iam", "GetRole", { RoleName: "rings" }, from)).rejects.toThrow(
    "cannot be found",
  );
  const call = sandbox.calls.find(({ operation }) => operation === "CreateRole");
  expect(call).toMatchObject({ outcome: "ValidationError", permissions: [] });
});

/** Where the model says that a text or bytes are sensitive, by service, operation and path. */
function sensitiveInputs(): readonly (readonly [service: string, operation: string, input: object])[] {
  return services.flatMap(({ signingName, constraints }) =>
    Object.entries(constraints?.operations ?? {}).flatMap(([operation, shape]) =>
      insertions(shape, constraints as Constraints, []).map(
        (insert) => [signingName, operation, insert] as const,
      ),
    ),
  );
}

const secret = "correct horse battery staple ".repeat(8_000);

/** Structures with the secret where a sensitive value goes, too long for any of them. */
function insertions(name: string, constraints: Constraints, within: readonly string[]): readonly object[] {
  const { members = {} } = constraints.shapes[name] ?? {};
  return Object.entries(members).flatMap(([member, inner]): readonly object[] => {
    const shape = constraints.shapes[inner];
    if (shape?.sensitive && shape.element === undefined) return [{ [member]: secret }];
    if (within.includes(inner)) return [];
    const list = shape?.element;
    if (list !== undefined) {
      const isSensitive = shape?.sensitive || constraints.shapes[list]?.sensitive;
      const of = isSensitive
        ? [[secret]]
        : insertions(list, constraints, [...within, inner]).map((one) => [one]);
      return of.map((value) => ({ [member]: value }));
    }
    return insertions(inner, constraints, [...within, inner]).map((value) => ({ [member]: value }));
  });
}

test("no sensitive value is repeated in an error", async () => {
  const inputs = sensitiveInputs();
  expect(inputs.map(([service, operation]) => `${service}:${operation}`)).toEqual(
    expect.arrayContaining(["secretsmanager:CreateSecret", "kms:Encrypt", "sns:Publish"]),
  );
  for (const [service, operation, input] of inputs) {
    const said = await refusal(service, operation, input);
    expect({ service, operation, said }).toMatchObject({
      said: expect.not.stringContaining("correct horse"),
    });
    expect(said).not.toBe("accepted");
  }
});

/** All patterns, by service and shape. */
const patterns = services.flatMap(({ signingName, constraints }) =>
  Object.entries(constraints?.shapes ?? {}).flatMap(([name, { pattern, matches = pattern }]) =>
    matches === undefined ? [] : [[`${signingName}:${name}`, matches] as const],
  ),
);

test.each(patterns)("%s takes no longer than its text: %s", (_, pattern) => {
  const made = javaPattern(pattern);
  const parts = ["a", "1", " ", "\t", "/", "-", ".", ":", "a-", "a.", "/a", "[1]", " a", "\t ", "v1."];
  const starts = ["", "/", "a", "arn:aws:events:", "arn:aws:secretsmanager:", "$.a"];
  const texts = starts.flatMap((start) => parts.map((part) => `${start}${part.repeat(2_000)}\u0000`));
  // the limit ends a match that backtracks without end, which would take years
  runInNewContext("for (const text of texts) made.test(text)", { made, texts }, { timeout: 5_000 });
});

test.each<[pattern: string, text: string, isMatch: boolean]>([
  [String.raw`[\w+=,.@-]+`, "builder", true],
  [String.raw`[\w+=,.@-]+`, "builder\n", false],
  [String.raw`[\w+=,.@-]+`, "bäcker", false],
  [String.raw`[\.\-_A-Za-z0-9]+`, "a.b-c_d", true],
  [String.raw`[A-Za-z0-9\_\-]+`, "a_b-c", true],
  [String.raw`[A-Za-z0-9\_\-]+`, "a\\b", false],
  ["a|b", "ab", false],
  [String.raw`^(?!\s*$).+`, "\u00a0", true],
  [String.raw`^(?!\s*$).+`, " \t", false],
  [String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*`, "größe 1", true],
  [String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*`, "team-*", false],
  [String.raw`^\!?[a-zA-Z0-9 :_@\/\+\=\.\-\!]*$`, "!a/b=c", true],
  [String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`, "{\n}", true],
  [String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`, "\u0100", false],
])("the pattern %s as Java reads it: %j", (pattern, text, isMatch) => {
  expect(javaPattern(pattern).test(text)).toBe(isMatch);
});

test.each(services.map((service) => [service.signingName, service] as const))(
  "%s: the table has every operation that is served, and no member that the SDK has not: `npm run constraints` renews it",
  (_, { operations, constraints, sdk }) => {
    const takesInput = (operation: string) => {
      const schema = operationSchema(sdk, operation)?.input;
      return schema !== undefined && !NormalizedSchema.of(schema).isUnitSchema();
    };
    expect(Object.keys(constraints?.operations ?? {}).sort()).toEqual(
      Object.keys(operations).filter(takesInput).sort(),
    );
    for (const [operation, shape] of Object.entries(constraints?.operations ?? {})) {
      const schema = operationSchema(sdk, operation)?.input;
      if (schema === undefined) throw new Error(`the SDK has no ${operation}`);
      const { members = {}, required = [] } = constraints?.shapes[shape] ?? {};
      const known = Object.keys(NormalizedSchema.of(schema).getMemberSchemas());
      expect(known).toEqual(expect.arrayContaining([...Object.keys(members), ...required]));
    }
  },
);
