/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables */
/** Who can read: of many secrets together the answer is what it is of each of them alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Readable, readersOf } from "../../packages/audit/src/readers.ts";
import { parseRoleArn } from "../../packages/core/src/model/arn.ts";
import type { Known } from "../../packages/core/src/model/known.ts";
import type { OrganizationState, RoleState } from "../../packages/core/src/observe/snapshot.ts";
import { customerKey, secret } from "../plan/support.ts";

const account = "111122223333";
const known = <T>(value: T) => ({ kind: "known", value }) as const;
const absent = { kind: "absent" } as const;
const of = fc.constantFrom;
const read = "secretsmanager:GetSecretValue";
const arnOf = (name: string) => `arn:aws:secretsmanager:eu-central-1:${account}:secret:${name}`;

const conditions: readonly object[] = [
  {},
  { StringEquals: { "aws:ResourceTag/team": "a" } },
  { StringEquals: { "secretsmanager:ResourceTag/team": "${aws:PrincipalTag/team}" } },
  { StringEquals: { "aws:PrincipalTag/team": "a" } },
  { StringLike: { "kms:EncryptionContext:SecretARN": "*secret:a*" } },
  { StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } },
  { StringLike: { "codebuild:ProjectArn": "*project/web" } },
  { StringLike: { "secretsmanager:SecretId": "*secret:b*" } },
  { Null: { "aws:ResourceTag/team": "true" } },
  { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
];
const statement = (condition: object, principal?: object) =>
  fc
    .record({
      Effect: of("Allow", "Allow", "Allow", "Deny"),
      Action: of("*", read, "kms:Decrypt", "secretsmanager:*"),
      resource: of("*", "*", arnOf("a*"), arnOf("${aws:PrincipalTag/team}*"), arnOf("?"), "arn:aws:kms:*"),
      isNegated: of(false, false, false, true),
      Condition: of({}, condition),
    })
    .map(({ resource, isNegated, ...rest }) => ({
      ...rest,
      ...(isNegated ? { NotResource: resource } : { Resource: resource }),
      ...(principal && { Principal: principal }),
    }));
/** What is at stake is seen only where the rest allows it. */
const documents = (condition: object, beside: object, principal?: object) =>
  fc.array(statement(condition, principal), { minLength: 1, maxLength: 2 }).map((some) => ({
    Version: "2012-10-17",
    Statement: [...some, { Effect: "Allow", ...beside, ...(principal && { Principal: principal }) }],
  }));
const everything = { Action: "*", Resource: "*" };
const decrypting = { Action: "kms:Decrypt", Resource: "*" };

const rolesWith = (condition: object) =>
  fc
    .array(
      fc.record({
        own: documents(condition, decrypting),
        boundary: fc.option(documents(condition, everything)),
        team: of("a", "b", undefined),
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((list) =>
      list.map(
        ({ own, boundary, team }, at): RoleState => ({
          arn: parseRoleArn(`arn:aws:iam::${account}:role/r${at}`),
          name: `r${at}`,
          tags: team === undefined ? {} : { team },
          id: `AROA${at}`,
          trust: {},
          boundary: boundary === null ? absent : known(boundary),
          inlinePolicies: new Map([["own", JSON.stringify(own)]]),
          managedPolicies: absent,
        }),
      ),
    );

const resourcePolicies = [
  known({
    Statement: {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:role/r0` },
      Action: read,
      Resource: "*",
    },
  }),
  known({
    Statement: { Effect: "Deny", Principal: "*", Action: read, Resource: arnOf("b*") },
  }),
  known({
    Statement: {
      Effect: "Deny",
      Principal: "*",
      Action: read,
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/team": "b" } },
    },
  }),
];
const keyPoliciesWith = (condition: object) =>
  documents(condition, decrypting, { AWS: `arn:aws:iam::${account}:root` });
const grants = of<readonly object[]>([], [], [{}], [{ encryptionContextSubset: { SecretARN: "x" } }]);
const secretsWith = (condition: object, policies: Known<unknown>) =>
  fc
    .tuple(
      keyPoliciesWith(condition),
      grants,
      fc.array(
        fc.record({
          name: of("a1", "a2", "a3", "b1", "b2"),
          team: of("a", "b"),
          policy: of<Known<unknown>>(absent, policies),
          isCustomer: fc.boolean(),
        }),
        { minLength: 2, maxLength: 6 },
      ),
    )
    .map(([keyPolicy, granted, list]) =>
      list.map(({ name, team, policy, isCustomer }, at): Readable => {
        const lookup = secret(`${name}${at}`, {
          tags: { team },
          policy,
          ...(isCustomer && {
            key: {
              ...customerKey(),
              policy: known(keyPolicy),
              grants: known(
                granted.map((constraints) => ({
                  id: "g",
                  granteePrincipal: `arn:aws:iam::${account}:role/r0`,
                  operations: ["Decrypt"],
                  ...constraints,
                })),
              ),
            },
          }),
        });
        return { found: lookup, neededBy: new Set() };
      }),
    );

const organizationsWith = (condition: object) =>
  fc.option(documents(condition, everything)).map(
    (document): OrganizationState => ({
      id: known("o-1"),
      serviceControl: known(document === null ? [] : [[{ name: "scp", document }]]),
    }),
  );

/** One at a time: several would keep any two secrets from being alike. */
const worlds = [
  ...conditions.map((condition) => [JSON.stringify(condition), condition, absent] as const),
  ...resourcePolicies.map((policy) => [JSON.stringify(policy.value), {}, policy] as const),
];

test.each(worlds)(
  "a role reads of many secrets those that it reads each alone: %s",
  (_, condition, policies) => {
    const world = fc.tuple(
      secretsWith(condition, policies),
      rolesWith(condition),
      organizationsWith(condition),
    );
    fc.assert(
      fc.property(world, ([all, some, organization]) => {
        const around = { organization, at: "2026-01-01T00:00:00Z", projectsOf: () => [] };
        const { bySecret, ofEverything } = readersOf(all, some, around);
        for (const one of all) {
          const { arn } = one.found.secret;
          const together = [
            ...(bySecret.get(arn) ?? []),
            ...ofEverything.filter(({ role }) => !bySecret.get(arn)?.some((each) => each.role === role)),
          ];
          const alone = readersOf([one], some, around).bySecret.get(arn) ?? [];
          const facts = (list: typeof alone) =>
            list
              .map(({ role, state, outside }) => ({ role, state, outside }))
              .sort((a, b) => (a.role < b.role ? -1 : 1));
          expect(facts(together)).toEqual(facts(alone));
          const everywhere = new Set(ofEverything.map(({ role }) => role));
          const others = alone.filter(({ role }) => !everywhere.has(role));
          expect(bySecret.get(arn)).toEqual(others);
        }
      }),
    );
  },
);
