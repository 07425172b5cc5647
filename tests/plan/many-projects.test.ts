/** Projects that share a role share answers: each is told the same as it would be without the others. */
import { evaluate } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diagnose } from "../../packages/core/src/diagnose/diagnose.ts";
import { propertyRuns } from "../support/property-runs.ts";
import {
  account,
  customerKey,
  defaultKey,
  given,
  observed,
  project,
  region,
  secret,
  secretArn,
  settings,
} from "./support.ts";

const names = ["api", "shop", "web"];
const of = fc.constantFrom;
const known = <T>(value: T) => ({ kind: "known", value }) as const;
const absent = { kind: "absent" } as const;
const arnOf = (name: string) => `arn:aws:codebuild:${region}:${account}:project/${name}`;

/** Some ask for the project, some for what is the same for all, most for nothing. */
const conditions: readonly object[] = [
  {},
  {},
  { StringEquals: { "codebuild:ProjectArn": arnOf("web") } },
  { ArnLikeIfExists: { "codebuild:ProjectArn": arnOf("s*") } },
  { ArnNotLike: { "aws:SourceArn": arnOf("api") } },
  { StringEquals: { "aws:SourceAccount": account } },
  { Null: { "codebuild:BuildArn": "false" } },
  { StringEquals: { "aws:RequestedRegion": region } },
  { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
];
const statement = (Action: string, more: object) =>
  fc
    .record({ Effect: of("Allow", "Allow", "Allow", "Deny"), Condition: of(...conditions) })
    .map((drawn) => ({ ...drawn, Action, ...more }));
const document = (...statements: readonly fc.Arbitrary<object>[]) =>
  fc.tuple(...statements).map((Statement) => ({ Version: "2012-10-17", Statement }));

const trusts = document(
  statement("sts:AssumeRole", { Principal: { Service: "codebuild.amazonaws.com" } }),
  statement("sts:AssumeRole", { Principal: { Service: "codebuild.amazonaws.com" } }),
);
const own = document(
  statement("secretsmanager:GetSecretValue", { Resource: "*" }),
  statement("secretsmanager:GetSecretValue", { Resource: secretArn("registry/hub") }),
  statement("kms:Decrypt", { Resource: "*" }),
);
const onSecret = document(statement("secretsmanager:GetSecretValue", { Resource: "*", Principal: "*" }));

test("each project of a role is judged as if it were the role's only one", () => {
  fc.assert(
    fc.property(
      trusts,
      own,
      fc.option(onSecret),
      of(defaultKey, customerKey()),
      fc.constantFrom("registry/hub", "registry/quay"),
      (trust, policy, resourcePolicy, key, other) => {
        const policyOnSecret = resourcePolicy === null ? absent : known(resourcePolicy);
        const secrets = ["registry/hub", "registry/quay"].map((name) =>
          secret(name, { key, policy: policyOnSecret }),
        );
        const projects = names.map((name) =>
          project(name, { credential: secretArn(name === "shop" ? other : "registry/hub") }),
        );
        const role = { trust, inlinePolicies: new Map([["own", JSON.stringify(policy)]]) };
        const judged = (some: typeof projects) =>
          diagnose(observed(given({ role, secrets, projects: some })), settings).projects;
        const together = judged(projects);
        for (const each of projects) {
          const diagnosed = together.get(each.name);
          expect(told(diagnosed)).toEqual(told(judged([each]).get(each.name)));
          for (const answer of answersOf(diagnosed)) {
            expect(answer?.decision).toEqual(answer && evaluate(answer.request, answer.policies));
          }
        }
      },
    ),
    { numRuns: propertyRuns(60) },
  );
});

type Diagnosed = ReturnType<ReturnType<typeof diagnose>["projects"]["get"]>;

/** What is about the role names what else the role's projects read. */
function told(diagnosed: Diagnosed) {
  const { chain, verdict, hangsOn, unseen, findings } = diagnosed ?? {};
  return {
    ...{ chain, verdict, hangsOn, unseen },
    findings: findings?.filter(({ subject }) => subject.kind === "project"),
    decisions: answersOf(diagnosed).map((answer) => answer?.decision),
  };
}

function answersOf(diagnosed: Diagnosed) {
  const { assume, read, decrypt } = diagnosed?.facts ?? {};
  return [assume, read, decrypt];
}
