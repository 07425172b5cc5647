/** Statements that nearly match what is asked for. */
import fc from "fast-check";
import { account, elsewhere, roleArn, root, sessionArn, userArn } from "./ask.ts";
import { conditions, oneOrMore } from "./conditions.ts";

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly [element: string]: unknown;
}

/** What is asked for. */
export interface Aim {
  readonly action: string;
  readonly resource: string;
}

const of = fc.constantFrom;
/** In place of what a statement is to name, until it is known. */
const [theAction, theResource] = ["<action>", "<resource>"];

/** Edits of the action or ARN that is asked for: some still match it, some just do not. */
const actions = of(
  ...["*", "*", "*", "*"],
  theAction,
  theAction,
  `${theAction}|upper`,
  `${theAction}|service`,
  `${theAction}|start`,
  `${theAction}|one`,
  `${theAction}|short`,
  "s3:*",
  "kms:*",
);

const resources = of(
  ...["*", "*", "*", "*", "*", "*"],
  theResource,
  theResource,
  `${theResource}|start`,
  `${theResource}|middle`,
  `${theResource}|one`,
  `${theResource}|any region`,
  `${theResource}|some regions`,
  `${theResource}|any account`,
  `${theResource}|default`,
  `${theResource}|short`,
  `${theResource}|upper`,
  `${theResource}|long`,
  `${theResource}|other region`,
);

/** Not for `NotResource`, nor beside others: the oracle differs. */
const namedAlone = of(`${theResource}|cut`, `${theResource}|variable`, "arn:aws:*");

/** Where a variable may stand that the oracle sees, too: the ARNs of queues and topics have no type. */
const afterType = /^((?:[^:]*:){5}\w+[:/])web/;

const edits: Readonly<Record<string, (text: string) => string>> = {
  upper: (text) => text.toUpperCase(),
  service: (text) => text.replace(/:.*/, ":*"),
  start: (text) => `${text.slice(0, -3)}*`,
  middle: (text) => text.replace(/[^:/]*(?=[^:/]$)/, "*"),
  one: (text) => `${text.slice(0, -1)}?`,
  short: (text) => text.slice(0, -1),
  long: (text) => `${text}2`,
  cut: (text) => text.replace(/^((?:[^:]*:){3}).*/, "$1*"),
  "any region": (text) => text.replace("eu-central-1", "*"),
  "some regions": (text) => text.replace("eu-central-1", "eu-*-?"),
  "other region": (text) => text.replace("eu-central-1", "us-east-1"),
  "any account": (text) => text.replace(/\d{12}/, "*"),
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
  default: (text) => text.replace(afterType, "$1${aws:PrincipalTag/none, 'web'}"),
  variable: (text) => text.replace(afterType, "$1${aws:PrincipalTag/team}"),
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
};

/** The statement, with what is asked for in the place of what stood for it. */
export function aimed(statement: Statement, { action, resource }: Aim): Statement {
  const edited = (text: string, edit = "") => edits[edit]?.(text) ?? text;
  return JSON.parse(
    JSON.stringify(statement).replace(/<(action|resource)>(?:\|([a-z ]+))?/g, (_, what, edit) =>
      edited(what === "action" ? action : resource, edit),
    ),
  );
}

function either(name: string, value: fc.Arbitrary<string>, more = value): fc.Arbitrary<object> {
  const plain = oneOrMore(fc.oneof({ weight: 6, arbitrary: value }, more));
  return fc.oneof(
    { weight: 8, arbitrary: plain.map((values) => ({ [name]: values })) },
    { weight: 1, arbitrary: oneOrMore(value).map((values) => ({ [`Not${name}`]: values })) },
  );
}

const effects = of<Statement["Effect"]>("Allow", "Allow", "Allow", "Allow", "Deny");

/** Of a policy that is attached to a principal; to be aimed. */
export const statements: fc.Arbitrary<Statement> = fc
  .tuple(
    effects,
    either("Action", actions),
    either("Resource", resources, namedAlone),
    fc.option(conditions, { nil: undefined, freq: 2 }),
  )
  .map(([Effect, action, resource, Condition]) => ({
    Effect,
    ...action,
    ...resource,
    ...(Condition && { Condition }),
  }));

const named = of<unknown>(
  "*",
  { AWS: "*" },
  { AWS: roleArn },
  { AWS: [roleArn, userArn] },
  { AWS: sessionArn },
  { AWS: userArn },
  { AWS: account },
  { AWS: root() },
  { AWS: root(elsewhere) },
  { AWS: `${sessionArn}2` },
  { Service: "codebuild.amazonaws.com" },
);

/** Whoever is spared is listed with all that he is, or not at all: the oracle differs. */
const spared = of<unknown>(
  { AWS: [root(), roleArn, sessionArn, userArn] },
  { AWS: [`${roleArn}2`, `${sessionArn}2`, `${userArn}2`] },
  { AWS: root(elsewhere) },
  { Service: "codebuild.amazonaws.com" },
);

/** Of a policy on a resource; to be aimed. */
export const statementsOnResource: fc.Arbitrary<Statement> = fc
  .tuple(statements, named, spared, of(true, false))
  .map(([statement, Principal, NotPrincipal, spares]) => ({
    ...statement,
    ...(spares && statement.Effect === "Deny" ? { NotPrincipal } : { Principal }),
  }));
