/** Why a function's permissions name some resources by a pattern. A pattern that is not here fails cdk-nag's check. */
import { type FunctionName, reachedRoles } from "@pullpass/functions/deployment";
import type { Options } from "./options.ts";

/** For `accepted`: finding of cdk-nag to reason. */
export function wildcards(name: FunctionName, options: Options): Readonly<Record<string, string>> {
  const anything = [...anyResource[name](options), ...(options.xray ? [traces] : [])];
  return {
    ...patterns[name](options),
    ...(anything.length > 0 && { [finding("*")]: anything.join(" ") }),
  };
}

const finding = (resource: string) => `AwsSolutions-IAM5[Resource::${resource}]`;
const ledger = (part: "index" | "stream") =>
  `AwsSolutions-IAM5[/^Resource::<Ledger[0-9A-F]+\\.Arn>\\/${part}\\/\\*$/]`;

const projects = {
  [finding("arn:<AWS::Partition>:codebuild:<AWS::Region>:<AWS::AccountId>:project/*")]:
    "Any project may name a registry secret; which ones are looked after is decided by the option projectPattern and by consent.",
};
const secrets = {
  [finding("arn:<AWS::Partition>:secretsmanager:*:<AWS::AccountId>:secret:*")]:
    "Any secret may be a registry secret, in any Region; only its description and policy are read, never its value.",
};
const hostedZones = {
  [finding("arn:<AWS::Partition>:route53:::hostedzone/*")]:
    "A registry may have any name, and its zone any id; only the zone's name and the VPCs that see it are read.",
};
const taggedSecrets = {
  [finding("arn:<AWS::Partition>:secretsmanager:*:<AWS::AccountId>:secret:*")]:
    "Any secret may be a registry secret, in any Region; its value is read only where it carries a tag of consent.",
};
const decryptingKeys = {
  [finding("arn:<AWS::Partition>:kms:*:<AWS::AccountId>:key/*")]:
    "Any key may encrypt a registry secret; it decrypts through Secrets Manager, and secrets of this account, alone.",
};
const indexes = { [ledger("index")]: "The indexes of the ledger, which are all queried." };
const stream = { [ledger("stream")]: "A table's stream has the time it was made in its name." };
const keys = {
  [finding("arn:<AWS::Partition>:kms:*:<AWS::AccountId>:key/*")]:
    "Any key may encrypt a registry secret, in any Region; only its description, policies, grants, aliases and tags are read.",
};

const policies = (owner: "aws" | "<AWS::AccountId>") =>
  finding(`arn:<AWS::Partition>:iam::${owner}:policy/*`);
const ownPolicies = {
  [policies("<AWS::AccountId>")]:
    "Any managed policy of the account may be attached to a role that holds a grant; whom it is attached to is listed.",
};

/** All roles, which are read, have their reason already. */
const narrowed = ({ rolePattern, rolePath }: Options) =>
  reachedRoles({ rolePattern, rolePath }).filter((each) => each !== "/*" && each.includes("*"));

const roles = (options: Options) => ({
  [finding("arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*")]:
    "Any role may be a project's service role, and is read to see whether it is; the options rolePattern and rolePath narrow what is written.",
  ...Object.fromEntries(
    narrowed(options).map((pattern) => [
      finding(`arn:<AWS::Partition>:iam::<AWS::AccountId>:role${pattern}`),
      "The options rolePattern and rolePath: the roles that pullpass may grant access to.",
    ]),
  ),
  ...Object.fromEntries(
    (["aws", "<AWS::AccountId>"] as const).map((owner) => [
      policies(owner),
      "A role may have any managed policy attached, AWS's own among them; they are read to see what it already may do.",
    ]),
  ),
});

const patterns: Readonly<Record<FunctionName, (options: Options) => Readonly<Record<string, string>>>> = {
  ingest: () => ({ ...projects, ...ownPolicies, ...indexes }),
  sweep: ({ kms, bulkReads }) => ({
    ...projects,
    ...(bulkReads && secrets),
    ...(bulkReads && kms && keys),
    ...indexes,
  }),
  reconcile: (options) => ({
    ...projects,
    ...secrets,
    ...(options.kms && keys),
    ...indexes,
    ...roles(options),
  }),
  registry: () => ({ ...projects, ...hostedZones }),
  credentials: (options) => ({ ...projects, ...taggedSecrets, ...(options.kms && decryptingKeys) }),
  notify: () => stream,
  securityhub: () => stream,
};

const listProjects = "codebuild:ListProjects knows no narrower resource.";
const listZones = "route53:ListHostedZonesByName knows no narrower resource.";
const listAliases = "ListAliases of KMS knows no narrower resource.";
const inBulk =
  "iam:GetAccountAuthorizationDetails and secretsmanager:ListSecrets know no narrower resource; the option bulkReads turns them off.";
const listStreams = "dynamodb:ListStreams knows no narrower resource.";
const traces = "X-Ray knows no narrower resource.";

const anyResource: Readonly<Record<FunctionName, (options: Options) => readonly string[]>> = {
  ingest: () => [listProjects],
  sweep: ({ kms, bulkReads }) => [
    listProjects,
    ...(bulkReads ? [inBulk] : []),
    ...(bulkReads && kms ? [listAliases] : []),
  ],
  registry: () => [listProjects, listZones],
  credentials: () => [listProjects],
  reconcile: ({ kms }) => (kms ? [listAliases] : []),
  notify: () => [listStreams],
  securityhub: () => [listStreams],
};
