/** The stack's template, and what its roles may do once it is deployed to the sandbox's account. */
import type { FunctionName } from "../../../packages/functions/src/deployment/index.ts";
import type { Options } from "../../../stacks/options.ts";
import { synthesized } from "../../deployment/support/synthesized.ts";
import { account, home } from "../../end-to-end/support/world.ts";
import type { PolicyDocument, Role } from "./policy.ts";
import { type Names, resolve } from "./resolve.ts";

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is as it comes
  readonly Properties: any;
}

type Resources = Readonly<Record<string, Resource>>;

/** The roles of the functions, by the function's name: its description says which it is. */
export function synthesizedRoles(options: Partial<Options> = {}): Readonly<Record<FunctionName, Role>> {
  const template = synthesized({
    credentialChecks: true,
    retryBuilds: true,
    summary: "daily",
    chat: true,
    securityHub: true,
    ...options,
  });
  const resources: Resources = template.toJSON().Resources;
  const of = (name: FunctionName) => roleOf(name, resources);
  return {
    ingest: of("ingest"),
    reconcile: of("reconcile"),
    sweep: of("sweep"),
    registry: of("registry"),
    credentials: of("credentials"),
    notify: of("notify"),
    securityhub: of("securityhub"),
  };
}

function roleOf(name: FunctionName, resources: Resources): Role {
  const names = namesIn(resources);
  const lambda = all("AWS::Lambda::Function", resources).find(([, { Properties }]) =>
    String(resolve(Properties.Description, names)).startsWith(`pullpass ${name}`),
  );
  if (lambda === undefined)
    throw new Error(`No function of the template is described as "pullpass ${name}".`);
  const [logicalId] = lambda[1].Properties.Role["Fn::GetAtt"];
  const { ManagedPolicyArns, PermissionsBoundary } = resources[logicalId]?.Properties ?? {};
  if (ManagedPolicyArns !== undefined || PermissionsBoundary !== undefined) {
    throw new Error(`${logicalId} has managed policies or a boundary, which this test does not read yet.`);
  }
  return {
    arn: names.attribute(logicalId, "Arn"),
    policies: documentsOn(logicalId, resources).map((document) => resolve(document, names) as PolicyDocument),
  };
}

/** In the role itself, and attached to it from outside. */
function documentsOn(role: string, resources: Resources): readonly unknown[] {
  const inside: readonly { readonly PolicyDocument: unknown }[] = resources[role]?.Properties.Policies ?? [];
  const attached = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"]
    .flatMap((type) => all(type, resources))
    .map(([, { Properties }]) => Properties)
    .filter(({ Roles, RoleName }) => [Roles ?? [], RoleName ?? []].flat().some((each) => each.Ref === role));
  return [...inside, ...attached].map(({ PolicyDocument }) => PolicyDocument);
}

/** The names that things have in the sandbox; what the sandbox lacks is named after its logical id. */
function namesIn(resources: Resources): Names {
  const inAccount = (service: string, what: string) => `arn:aws:${service}:${home}:${account}:${what}`;
  const arns: Readonly<Record<string, (id: string, properties: Resource["Properties"]) => string>> = {
    "AWS::DynamoDB::Table": () => inAccount("dynamodb", "table/pullpass-ledger"),
    "AWS::SNS::Topic": (id) => inAccount("sns", id.startsWith("Chat") ? "pullpass-chat" : "pullpass-notices"),
    "AWS::SQS::Queue": (id, { FifoQueue, RedrivePolicy }) => {
      if (FifoQueue !== true) return inAccount("sqs", "pullpass-dead-events");
      if (id.startsWith("SweepWork")) return inAccount("sqs", "pullpass-sweep-work.fifo");
      return inAccount("sqs", RedrivePolicy ? "pullpass-work.fifo" : "pullpass-dead-work.fifo");
    },
    "AWS::Logs::LogGroup": (id) => inAccount("logs", `log-group:${id}:*`),
    "AWS::IAM::Role": (id, { Path = "/" }) => `arn:aws:iam::${account}:role${Path}${id}`,
  };
  const attribute = (id: string, name: string) => {
    const { Type = "", Properties } = resources[id] ?? {};
    if (name !== "Arn") throw new Error(`The template uses ${id}.${name}, which this test cannot resolve.`);
    return arns[Type]?.(id, Properties) ?? inAccount("unknown", id);
  };
  return {
    attribute,
    ref: (id) => pseudo[id] ?? (resources[id]?.Type === "AWS::SNS::Topic" ? attribute(id, "Arn") : id),
  };
}

const pseudo: Readonly<Record<string, string>> = {
  "AWS::AccountId": account,
  "AWS::Partition": "aws",
  "AWS::Region": home,
  "AWS::URLSuffix": "amazonaws.com",
};

const all = (type: string, resources: Resources) =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);
