/** ARNs as types: branded strings that only `parse…` makes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
import { isPartition, type Partition } from "./partition.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type RoleArn = Branded<"RoleArn">;
/** A secret's full ARN, with its six random characters, as Secrets Manager returned it. */
export type SecretArn = Branded<"SecretArn">;
export type KeyArn = Branded<"KeyArn">;
export type ProjectArn = Branded<"ProjectArn">;

/** An ARN in its parts; `region` and `account` are empty where the service leaves them out. */
export interface Arn {
  readonly partition: Partition;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/**
 * The path of pullpass's own roles, in every Region's deployment: their names are CloudFormation's to make, so the path is
 * what a Deny can hold on to.
 */
export const ownRolePath = "/pullpass/";

/** A text that is not the ARN it should be; the message says what was expected. */
export class InvalidArn extends Error {
  constructor(text: string, expected: string) {
    super(`${JSON.stringify(text)} is not the ARN of ${expected}`);
    this.name = "InvalidArn";
  }
}

/** What is made of texts that should be ARNs; `undefined` where one is none. */
export function ifArn<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidArn) return undefined;
    throw error;
  }
}

/** The parts of an ARN in any partition that AWS has, the sovereign and isolated ones included; `undefined` for any other text. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service = "", region = "", account = "", resource = ""] = anyArn.exec(text) ?? [];
  if (!isPartition(partition)) return undefined;
  return { partition, service, region, account, resource };
}

/** A Region's code: `eu-central-1`, `us-gov-west-1`. https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export function isRegion(text: string): boolean {
  return /^[a-z]+(?:-[a-z]+)+-[0-9]+$/.test(text);
}

/** An account's id: twelve digits. */
export function isAccount(text: string): boolean {
  return /^[0-9]{12}$/.test(text);
}

/** @throws InvalidArn unless it is a role's, with or without a path. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export function parseRoleArn(text: string): RoleArn {
  return checked(text, roleForm) as RoleArn;
}

/** @throws InvalidArn unless it is a secret's full ARN. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
export function parseSecretArn(text: string): SecretArn {
  return checked(text, secretForm) as SecretArn;
}

/** Is the text a secret's full ARN? */
export function isSecretArn(text: string): text is SecretArn {
  return ifArn(() => parseSecretArn(text)) !== undefined;
}

/** @throws InvalidArn unless it is a key's; an alias's ARN is another thing. https://docs.aws.amazon.com/kms/latest/developerguide/concepts-key-id.html */
export function parseKeyArn(text: string): KeyArn {
  return checked(text, keyForm) as KeyArn;
}

/** @throws InvalidArn unless it is a CodeBuild project's. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html */
export function parseProjectArn(text: string): ProjectArn {
  return checked(text, projectForm) as ProjectArn;
}

/** The parts of an ARN that was parsed before. */
export function arnParts(arn: RoleArn | SecretArn | KeyArn | ProjectArn): Arn {
  const parts = parseArn(arn);
  if (parts === undefined) throw new InvalidArn(arn, "anything in a partition of AWS");
  return parts;
}

/** A role's name, without a path. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function isRoleName(text: string): boolean {
  return /^[\w+=,.@-]{1,64}$/.test(text);
}

/** The name that IAM's calls take: what follows the path. */
export function roleName(arn: RoleArn): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** `/` or `/service-role/`: begins and ends with a slash. */
export function rolePath(arn: RoleArn): string {
  const { resource } = arnParts(arn);
  return resource.slice("role".length, resource.lastIndexOf("/") + 1);
}

/** The key's id: `1234abcd-12ab-34cd-56ef-1234567890ab`, or `mrk-…` for a multi-Region key. */
export function keyId(arn: KeyArn): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

const anyArn = /^arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]*):([a-z0-9-]*):(.+)$/s;

interface Form {
  readonly expected: string;
  readonly service: string;
  /** IAM's ARNs have none. */
  readonly regional: boolean;
  readonly resource: RegExp;
}

const roleForm: Form = {
  expected: "an IAM role (arn:aws:iam::123456789012:role/path/name)",
  service: "iam",
  regional: false,
  resource: /^role\/(?:[\u0021-\u007f]+\/)?[\w+=,.@-]{1,64}$/,
};

const secretForm: Form = {
  expected: "a secret, in full (arn:aws:secretsmanager:eu-central-1:123456789012:secret:name-AbCdEf)",
  service: "secretsmanager",
  regional: true,
  // "!" is in the names of secrets that other services manage: https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
  resource: /^secret:[A-Za-z0-9/_+=.@!-]{1,512}-[A-Za-z0-9]{6}$/,
};

const keyForm: Form = {
  expected: "a KMS key (arn:aws:kms:eu-central-1:123456789012:key/id)",
  service: "kms",
  regional: true,
  resource: /^key\/[A-Za-z0-9-]+$/,
};

const projectForm: Form = {
  expected: "a CodeBuild project (arn:aws:codebuild:eu-central-1:123456789012:project/name)",
  service: "codebuild",
  regional: true,
  resource: /^project\/[A-Za-z0-9][A-Za-z0-9_-]{1,254}$/,
};

function checked(text: string, form: Form): string {
  const parts = parseArn(text);
  const fits =
    parts?.service === form.service &&
    (form.regional ? isRegion(parts.region) : parts.region === "") &&
    isAccount(parts.account) &&
    form.resource.test(parts.resource);
  if (!fits) throw new InvalidArn(text, form.expected);
  return text;
}

/** The name of the inline policy that pullpass owns on every role that holds a grant in the Region. */
export function ownPolicyName(policyName: string, region: string): string {
  return `${policyName}-${region}`;
}
