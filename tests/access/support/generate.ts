/** Requests, and policies that nearly match them, so that each answer comes up often. */
import type { Principal } from "@pullpass/access";
import fc from "fast-check";
import { account, elsewhere, keyArn, type Question, role, root, user } from "./ask.ts";
import { contextsOf } from "./contexts.ts";
import { grants } from "./grants.ts";
import { type Aim, aimed, type Statement, statements, statementsOnResource } from "./statements.ts";

const of = fc.constantFrom;

interface Target extends Aim {
  /** On the resource. A trust policy decides as a key policy does. */
  readonly policy: "none" | "optional" | "decides";
}

const inRegion = (service: string, name: string) => `arn:aws:${service}:eu-central-1:${account}:${name}`;
const secret = { resource: inRegion("secretsmanager", "secret:web-a1b2c3"), policy: "optional" } as const;
const deployRole = `arn:aws:iam::${account}:role/web-deploy`;

const reading: Target = { ...secret, action: "secretsmanager:GetSecretValue" };
const decrypting: Target = { resource: keyArn, policy: "decides", action: "kms:Decrypt" };
const others: readonly Target[] = [
  { ...secret, action: "secretsmanager:DescribeSecret" },
  { action: "sqs:SendMessage", resource: inRegion("sqs", "web"), policy: "optional" },
  { action: "sns:Publish", resource: inRegion("sns", "web"), policy: "optional" },
  { action: "codebuild:BatchGetProjects", resource: inRegion("codebuild", "project/web"), policy: "none" },
  { action: "iam:PutRolePolicy", resource: deployRole, policy: "none" },
  { action: "sts:AssumeRole", resource: deployRole, policy: "decides" },
];

const broad: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
const list = (max: number) => fc.array(statements, { maxLength: max });
/** What only limits allows much, else it would hide all the rest. */
const limits = fc.oneof(list(3), { weight: 3, arbitrary: list(2).map((more) => [...more, broad]) });
/** The default key policy, and a trust policy that is as wide: the account's own policies decide. */
const delegating = [{ ...broad, Principal: { AWS: root() } }];
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
/** As it is, or as if nobody had said: only without variables, for the oracle takes those to be as old. */
const versions = of("2012-10-17", "2012-10-17", "2008-10-17", undefined);

function questionsAbout(target: Target): fc.Arbitrary<Question> {
  return fc
    .record({
      principal: of<Principal>(role, role, user),
      owner: of(account, account, account, elsewhere),
      context: contextsOf(target.action),
      identity: list(2),
      managed: of(0, 0, 1, 2).chain((n) => fc.array(fc.tuple(versions, list(2)), { maxLength: n })),
      boundary: maybe(limits),
      onResource: maybe(fc.array(statementsOnResource, { minLength: 1, maxLength: 3 })),
      grants: target.action === "kms:Decrypt" ? grants : of([]),
      levels: of(0, 0, 1, 2).chain((n) => fc.array(limits, { minLength: n, maxLength: n })),
    })
    .map(({ managed, boundary, onResource, ...drawn }) => {
      const resource = target.resource.replace(account, drawn.owner);
      const aim = (all: readonly Statement[]) => all.map((one) => aimed(one, { ...target, resource }));
      return {
        ...drawn,
        action: target.action,
        resource,
        isKey: target.policy === "decides",
        identity: aim(drawn.identity),
        more: managed.map(([version, all], index) => policyOf(`managed ${index}`, version, aim(all))),
        levels: drawn.levels.map(aim),
        ...(boundary && { boundary: aim(boundary) }),
        ...policyOn(target, onResource && aim(onResource)),
      };
    });
}

function policyOf(name: string, version: string | undefined, Statement: readonly Statement[]) {
  const Version = JSON.stringify(Statement).includes("${") ? "2012-10-17" : version;
  return { name, document: { ...(Version && { Version }), Statement } };
}

function policyOn({ policy, action }: Target, drawn: readonly Statement[] | undefined) {
  if (policy === "none" || (policy === "optional" && drawn === undefined)) return {};
  const onResource: readonly Statement[] = drawn ?? delegating;
  return { onResource: action === "sts:AssumeRole" ? onResource.map(withoutResource) : onResource };
}

/** Trust policies have no resources: they are about the role that they stand on. */
function withoutResource({ Resource: _, NotResource: __, ...rest }: Statement): Statement {
  return rest;
}

/** Everything read. */
export const readingQuestions = questionsAbout(reading);
export const decryptingQuestions = questionsAbout(decrypting);
export const otherQuestions = fc.oneof(...others.map(questionsAbout));

const layers = ["identity", "boundary", "resource", "grants", "serviceControl"] as const;

/** Some of it not; grants are of keys alone. */
export const questions: fc.Arbitrary<Question> = fc
  .tuple(
    fc.oneof(readingQuestions, decryptingQuestions, otherQuestions),
    fc.subarray([...layers]),
    of(true, true, false),
  )
  .map(([question, drawn, all]) => {
    const unread = drawn.filter((layer) => layer !== "grants" || question.action === "kms:Decrypt");
    return all ? question : { ...question, unread };
  });
