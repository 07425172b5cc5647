import { validatePolicy } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseKeyArn, parseSecretArn } from "../../packages/core/src/model/arn.ts";
import { grantedBy } from "../../packages/core/src/policy/policy-reader.ts";
import { type GrantedSecret, rolePolicy } from "../../packages/core/src/policy/role-policy.ts";
import { keyArn, secretArn } from "./support.ts";

test("the policy allows each secret by its full ARN, and each key for those secrets alone", () => {
  const ours = keyArn();
  const theirs = keyArn("99999999-12ab-34cd-56ef-1234567890ab", "us-east-1");
  const text = rolePolicy([
    { secret: secretArn("registry/quay"), key: ours },
    { secret: secretArn("registry/hub"), key: undefined },
    { secret: secretArn("registry/ghcr", { region: "us-east-1" }), key: theirs },
    { secret: secretArn("registry/acme"), key: ours },
  ]);
  expect(JSON.stringify(JSON.parse(text), undefined, 2)).toMatchInlineSnapshot(`
    "{
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "ReadRegistrySecrets",
          "Effect": "Allow",
          "Action": "secretsmanager:GetSecretValue",
          "Resource": [
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/acme-a1b2c3",
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/quay-a1b2c3",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:registry/ghcr-a1b2c3"
          ]
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
                "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/acme-a1b2c3",
                "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/quay-a1b2c3"
              ]
            }
          }
        },
        {
          "Sid": "Decryptfb7a84adade3",
          "Effect": "Allow",
          "Action": "kms:Decrypt",
          "Resource": "arn:aws:kms:us-east-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab",
          "Condition": {
            "StringEquals": {
              "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
              "kms:EncryptionContext:SecretARN": [
                "arn:aws:secretsmanager:us-east-1:111122223333:secret:registry/ghcr-a1b2c3"
              ]
            }
          }
        }
      ]
    }"
  `);
});

test("its text is as short as it can be: IAM counts characters", () => {
  expect(rolePolicy([{ secret: secretArn("registry/hub"), key: undefined }])).toMatchInlineSnapshot(
    `"{"Version":"2012-10-17","Statement":[{"Sid":"ReadRegistrySecrets","Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":["arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3"]}]}"`,
  );
});

test("about fifty secrets with customer managed keys fit into a role's quota", () => {
  const grants = Array.from({ length: 50 }, (_, i) => ({
    secret: secretArn(`registry/team-${i}`),
    key: keyArn(),
  }));
  expect(rolePolicy(grants).length).toBeLessThan(10_240);
});

function projectArn(name: string): string {
  return `arn:aws:codebuild:eu-central-1:111122223333:project/${name}`;
}

const name = fc.stringMatching(/^[A-Za-z0-9/_+=.@-]{1,20}$/);
const hex = fc.stringMatching(/^[0-9a-f]{12}$/);
const place = fc.constantFrom("eu-central-1", "us-east-1");
const partition = fc.constantFrom("aws", "aws-cn", "aws-us-gov");
const granted: fc.Arbitrary<GrantedSecret> = fc
  .record({
    name,
    partition,
    place,
    suffix: fc.stringMatching(/^[A-Za-z0-9]{6}$/),
    key: fc.option(hex),
    projects: fc.option(fc.uniqueArray(fc.constantFrom("api", "web", "pay-*", "shop-*"), { minLength: 1 })),
    strict: fc.boolean(),
  })
  .map((parts) => ({
    secret: parseSecretArn(
      `arn:${parts.partition}:secretsmanager:${parts.place}:111122223333:secret:${parts.name}-${parts.suffix}`,
    ),
    key:
      parts.key === null
        ? undefined
        : parseKeyArn(
            `arn:${parts.partition}:kms:${parts.place}:111122223333:key/1234abcd-12ab-34cd-56ef-${parts.key}`,
          ),
    ...(parts.projects !== null && {
      bound: { projects: parts.projects.map(projectArn).sort(), strict: parts.strict },
    }),
  }));
const grants = fc.uniqueArray(granted, { selector: (each) => each.secret, minLength: 1, maxLength: 12 });

test("the same grants are the same bytes, in whatever order they come and however often", () => {
  const shuffled = grants.chain((some) =>
    fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 })),
  );
  fc.assert(fc.property(shuffled, ([some, others]) => rolePolicy(others) === rolePolicy(some)));
});

test("the policy allows the grants' secrets and keys, and nothing else", () => {
  fc.assert(
    fc.property(grants, (some) => {
      const { Statement: statements } = JSON.parse(rolePolicy(some));
      const reading: string[] = [];
      const sids = statements.map((statement: { Sid: string }) => statement.Sid);
      expect(new Set(sids).size).toBe(sids.length);
      for (const statement of statements) {
        expect(statement.Sid).toMatch(/^[A-Za-z0-9]+$/);
        expect(statement.Effect).toBe("Allow");
        const resources = [statement.Resource].flat();
        if (statement.Action === "secretsmanager:GetSecretValue") {
          for (const arn of resources) reading.push(...readingOf(arn, statement.Condition));
          continue;
        }
        expect(statement.Action).toBe("kms:Decrypt");
        const {
          "kms:EncryptionContext:SecretARN": secrets,
          "kms:ViaService": via,
          ...rest
        } = statement.Condition.StringEquals;
        expect(rest).toEqual({});
        const of = some.filter((grant) => grant.key === resources[0]).map((grant) => grant.secret);
        expect(secrets).toEqual(of.sort());
        for (const arn of secrets) expect(via).toBe(`secretsmanager.${arn.split(":")[3]}.amazonaws.com`);
      }
      const granted = some.flatMap(({ secret, bound }) =>
        bound === undefined
          ? [`${secret} anybody`]
          : bound.projects.map((project) => `${secret} ${bound.strict} ${project}`),
      );
      expect(reading.sort()).toEqual(granted.sort());
    }),
  );
});

/** Who reads the secret by a statement with this condition; IAM compares ARNs the same by Equals and by Like. */
function readingOf(secret: string, condition: Record<string, Record<string, string[]>> | undefined) {
  if (condition === undefined) return [`${secret} anybody`];
  return Object.entries(condition).flatMap(([operator, tests]) => {
    expect(operator).toMatch(/^Arn(Like|Equals)(IfExists)?$/);
    expect(Object.keys(tests)).toEqual(["codebuild:ProjectArn"]);
    const strict = !operator.endsWith("IfExists");
    return (tests["codebuild:ProjectArn"] ?? []).map((project) => `${secret} ${strict} ${project}`);
  });
}

test("of the two ways to say who reads what, the shorter one is written", () => {
  const secrets = ["a", "b", "c", "d"].map((each) => secretArn(`registry/${each}`));
  const bound = (...names: string[]) => ({ projects: names.map(projectArn), strict: false });
  const statements = (some: readonly GrantedSecret[]) =>
    JSON.parse(rolePolicy(some)).Statement.map((each: { Resource: string[]; Condition: unknown }) => [
      each.Resource.length,
      Object.values(each.Condition ?? {})
        .flatMap(Object.values)
        .flat().length,
    ]);
  const many = Array.from({ length: 12 }, (_, i) => `project-number-${i}`);
  // Twelve projects read all four, and a thirteenth one of them: the twelve stand once.
  const [first, ...others] = secrets.map((secret) => ({ secret, key: undefined, bound: bound(...many) }));
  const wide = { ...first, bound: bound(...many, "web") } as GrantedSecret;
  expect(statements([wide, ...others])).toEqual([
    [4, 12],
    [1, 1],
  ]);
  // Four secrets for a project each, and one for all of them: each secret stands once.
  const each = secrets.map((secret, i) => ({ secret, key: undefined, bound: bound(many[i] ?? "") }));
  expect(statements(each)).toEqual(secrets.map(() => [1, 1]));
});

test("IAM takes the policy, whatever it grants", () => {
  fc.assert(
    fc.property(grants, (some) => {
      expect(validatePolicy(JSON.parse(rolePolicy(some)), "identity")).toEqual([]);
    }),
  );
});

test("what a policy grants is read back from its text", () => {
  fc.assert(
    fc.property(grants, (some) => {
      const sorted = [...some].sort((a, b) => (a.secret < b.secret ? -1 : 1));
      expect(grantedBy(rolePolicy(some))).toEqual(sorted);
    }),
  );
});

test("a policy that someone else wrote or edited is not read as ours", () => {
  const ours = rolePolicy([{ secret: secretArn("registry/hub"), key: keyArn() }]);
  expect(grantedBy(undefined)).toEqual([]);
  for (const edited of [
    "",
    "{}",
    "null",
    "[]",
    `${ours} `,
    ours.replace("kms:Decrypt", "kms:*"),
    ours.replace("111122223333:key", "444455556666:key"),
  ]) {
    const read = grantedBy(edited);
    if (read !== undefined) expect(rolePolicy(read)).toBe(edited);
  }
  expect(grantedBy(ours.replace("kms:Decrypt", "kms:*"))).toBeUndefined();
  expect(grantedBy(ours.replace('"Allow"', '"Deny"'))).toBeUndefined();
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => grantedBy(text) === undefined));
});

test("both keys of a secret whose next value is under another are allowed, and read back", () => {
  const [now, next] = [keyArn(), keyArn("99999999-12ab-34cd-56ef-1234567890ab")];
  const text = rolePolicy([{ secret: secretArn("registry/hub"), key: now, nextKey: next }]);
  const [granted] = grantedBy(text) ?? [];
  expect([granted?.key, granted?.nextKey].sort()).toEqual([now, next].sort());
  // A policy does not tell which is which: it is the same the other way round.
  expect(rolePolicy([{ secret: secretArn("registry/hub"), key: next, nextKey: now }])).toBe(text);
});
