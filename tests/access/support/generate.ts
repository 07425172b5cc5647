/** Requests, and policies that nearly match them, so that each answer comes up often. */
import type { Principal, RequestContext } from "@pullpass/access";
import fc from "fast-check";
import { account, elsewhere, keyArn, type Question, role, root, user } from "./ask.ts";
import { contexts } from "./conditions.ts";
import { type Aim, aimed, type Statement, statements, statementsOnResource } from "./statements.ts";

const of = fc.constantFrom;

interface Target extends Aim {
  /** On the resource. A trust policy decides as a key policy does. */
  readonly policy: "none" | "optional" | "decides";
}

const inRegion = (service: string, name: string) => `arn:aws:${service}:eu-central-1:${account}:${name}`;

const targets = of<Target>(
  {
    action: "secretsmanager:GetSecretValue",
    resource: inRegion("secretsmanager", "secret:web-a1b2c3"),
    policy: "optional",
  },
  {
    action: "secretsmanager:DescribeSecret",
    resource: inRegion("secretsmanager", "secret:web-a1b2c3"),
    policy: "optional",
  },
  { action: "kms:Decrypt", resource: keyArn, policy: "decides" },
  { action: "kms:Decrypt", resource: keyArn, policy: "decides" },
  { action: "sqs:SendMessage", resource: inRegion("sqs", "web"), policy: "optional" },
  { action: "sns:Publish", resource: inRegion("sns", "web"), policy: "optional" },
  { action: "codebuild:BatchGetProjects", resource: inRegion("codebuild", "project/web"), policy: "none" },
  { action: "iam:PutRolePolicy", resource: `arn:aws:iam::${account}:role/web-deploy`, policy: "none" },
  { action: "sts:AssumeRole", resource: `arn:aws:iam::${account}:role/web-deploy`, policy: "decides" },
);

const throughSecretsManager: RequestContext = {
  "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
};

const broad: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
const list = (max: number) => fc.array(statements, { maxLength: max });
/** What only limits allows much, else it would hide all the rest. */
const limits = fc.oneof(list(3), { weight: 3, arbitrary: list(2).map((more) => [...more, broad]) });
/** The default key policy, and a trust policy that is as wide: the account's own policies decide. */
const delegating = [{ ...broad, Principal: { AWS: root() } }];
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** Everything read. */
export const readQuestions: fc.Arbitrary<Question> = fc
  .record({
    target: targets,
    principal: of<Principal>(role, role, role, user),
    owner: of(account, account, account, elsewhere),
    context: contexts,
    viaService: of(true, true, false),
    identity: list(3),
    boundary: maybe(limits),
    onResource: maybe(fc.array(statementsOnResource, { minLength: 1, maxLength: 3 })),
    levels: of(0, 0, 1, 2).chain((n) => fc.array(limits, { minLength: n, maxLength: n })),
  })
  .map(({ target, viaService, context, ...question }) => {
    const resource = target.resource.replace(account, question.owner);
    const aim = (all: readonly Statement[]) => all.map((one) => aimed(one, { ...target, resource }));
    return {
      ...questionAt(target, question, aim),
      resource,
      context: contextAt(target, context, viaService),
    };
  });

interface Drawn {
  readonly principal: Principal;
  readonly owner: string;
  readonly identity: readonly Statement[];
  readonly boundary: readonly Statement[] | undefined;
  readonly onResource: readonly Statement[] | undefined;
  readonly levels: readonly (readonly Statement[])[];
}

function questionAt(
  { action, policy }: Target,
  { principal, owner, identity, boundary, onResource, levels }: Drawn,
  aim: (all: readonly Statement[]) => readonly Statement[],
): Question {
  return {
    principal,
    action,
    owner,
    isKey: policy === "decides",
    identity: aim(identity),
    levels: levels.map(aim),
    ...(boundary && { boundary: aim(boundary) }),
    ...policyOn(policy, onResource && aim(onResource), action === "sts:AssumeRole"),
  };
}

function policyOn(policy: Target["policy"], drawn: readonly Statement[] | undefined, isTrust: boolean) {
  if (policy === "none" || (policy === "optional" && drawn === undefined)) return {};
  const onResource: readonly Statement[] = drawn ?? delegating;
  return { onResource: isTrust ? onResource.map(withoutResource) : onResource };
}

/** Trust policies have no resources: they are about the role that they stand on. */
function withoutResource({ Resource: _, NotResource: __, ...rest }: Statement): Statement {
  return rest;
}

function contextAt({ action }: Target, context: RequestContext, viaService: boolean): RequestContext {
  return { ...context, ...(action === "kms:Decrypt" && viaService && throughSecretsManager) };
}

const layers = ["identity", "boundary", "resource", "grants", "serviceControl"] as const;

/** Some of it not; grants are of keys alone. */
export const questions: fc.Arbitrary<Question> = fc
  .tuple(readQuestions, fc.subarray([...layers]), of(true, true, false))
  .map(([question, drawn, all]) => {
    const unread = drawn.filter((layer) => layer !== "grants" || question.action === "kms:Decrypt");
    return all ? question : { ...question, unread };
  });
