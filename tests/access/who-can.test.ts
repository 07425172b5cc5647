/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables */
import {
  type AccessRequest,
  evaluate,
  type NamedPolicy,
  type PolicySet,
  type Principal,
  whoCan,
} from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import {
  account,
  allow,
  deny,
  elsewhere,
  policy,
  read,
  roleArn,
  root,
  sessionArn,
  userArn,
} from "./support/ask.ts";

const of = fc.constantFrom;
const known = <T>(value: T) => ({ kind: "known", value }) as const;
const unread = { kind: "unknown", reason: "access denied" } as const;

interface Caller {
  readonly principal: Principal;
  readonly identity: PolicySet["identity"];
  readonly boundary: PolicySet["boundary"];
}

interface Target {
  readonly resource: string;
  readonly policy: PolicySet["resource"];
}

const secretNamed = (name: string) => `arn:aws:secretsmanager:eu-central-1:${account}:secret:${name}`;
const names = ["app/a-1", "app/b-2", "app/b-3", "registry", "other"];

const principals: readonly Principal[] = [
  { kind: "role", arn: roleArn, account },
  { kind: "role", arn: roleArn, sessionArn, account },
  { kind: "role", arn: `${roleArn}2`, account },
  { kind: "role", arn: roleArn.replace(account, elsewhere), account: elsewhere },
  { kind: "user", arn: userArn, account },
  { kind: "root", arn: root(), account },
  { kind: "service", service: "codebuild.amazonaws.com" },
];

const statement = fc
  .record({
    effect: of("Allow", "Allow", "Allow", "Deny"),
    action: of(read, "secretsmanager:*", "*", "s3:*", "SecretsManager:get*"),
    resource: of(
      "*",
      ...names.map(secretNamed),
      ...["app/*", "app/b*", "?egistry", "${aws:PrincipalTag/t}"].map(secretNamed),
    ),
    isNegated: of(false, false, false, false, true),
    condition: of({}, {}, { Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }),
  })
  .map(({ effect, action, resource, isNegated, condition }) => ({
    Effect: effect,
    ...(isNegated ? { NotAction: "s3:*", NotResource: resource } : { Action: action, Resource: resource }),
    ...condition,
  }));

const odd: NamedPolicy = { name: "odd", document: { Statement: "none" } };
const own = fc
  .array(fc.array(statement, { maxLength: 2 }), { maxLength: 2 })
  .map((lists) => lists.map((list, at) => policy(`p${at}`, ...list)));
const identities = fc.oneof(
  { weight: 8, arbitrary: own.map(known) },
  of<PolicySet["identity"]>(unread, known([odd])),
);
const onResource = fc
  .tuple(
    statement,
    of<unknown>(
      "*",
      { AWS: roleArn },
      { AWS: sessionArn },
      { AWS: root() },
      { AWS: userArn },
      { Service: "codebuild.amazonaws.com" },
    ),
  )
  .map(([one, Principal]) => policy("on it", { ...one, Principal }));
const shared = fc.oneof(
  { weight: 4, arbitrary: of<PolicySet["resource"]>(known(undefined)) },
  { weight: 3, arbitrary: onResource.map(known) },
  of<PolicySet["resource"]>(unread, known(odd), known(policy("none", deny({ Principal: "*" })))),
);
const callers: fc.Arbitrary<Caller> = fc.record({
  principal: of(...principals),
  identity: identities,
  boundary: of<PolicySet["boundary"]>(
    known(undefined),
    known(undefined),
    known(policy("b", allow({ Action: "secretsmanager:*" }))),
  ),
});
const targets: fc.Arbitrary<readonly Target[]> = fc
  .tuple(...names.map(() => shared))
  .map((policies) =>
    names.map((name, at) => ({ resource: secretNamed(name), policy: policies[at] ?? unread })),
  );

function question(
  caller: Caller,
  { resource, policy: on }: Target,
): { request: AccessRequest; policies: PolicySet } {
  const { principal, identity, boundary } = caller;
  return {
    request: {
      principal,
      action: read,
      resource,
      resourceAccount: account,
      context: {},
      unknown: { absent: [], present: {} },
    },
    policies: {
      identity,
      boundary,
      resource: on,
      resourceIsKey: false,
      grants: known([]),
      serviceControl: known([]),
    },
  };
}

test("who can, or may, is whoever is not denied when asked one by one", () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.array(callers, { maxLength: 5 }), targets, (all, resources) => {
      const expected = all.flatMap((caller) =>
        resources.flatMap((target) => {
          const { request, policies } = question(caller, target);
          const decision = evaluate(request, policies);
          kinds.add(decision.kind);
          return decision.kind === "denied" ? [] : [{ caller, target, decision }];
        }),
      );
      expect([...whoCan({ action: read, callers: all, targets: resources, question })]).toEqual(expected);
    }),
    { numRuns: propertyRuns(500) },
  );
  expect([...kinds].sort()).toEqual(["allowed", "denied", "unknown"]);
});

test("of roles that no policy lets near a secret, nobody is asked", () => {
  const all: readonly Target[] = Array.from({ length: 500 }, (_, at) => ({
    resource: secretNamed(`s${at}`),
    policy: known(undefined),
  }));
  const one = (at: number): Caller => ({
    principal: { kind: "role", arn: `${roleArn}${at}`, account },
    identity: known([policy("own", allow({ Action: read, Resource: secretNamed(`s${at}`) }))]),
    boundary: known(undefined),
  });
  let asked = 0;
  const found = whoCan({
    action: read,
    callers: Array.from({ length: 500 }, (_, at) => one(at)),
    targets: all,
    question: (caller, target) => {
      asked += 1;
      return question(caller, target);
    },
  });
  expect([...found].length).toBe(500);
  expect(asked).toBe(500);
});
