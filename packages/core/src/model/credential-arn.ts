/** ARNs that are not a secret's, and broken ones that would be. */

import { isAccount, isRegion } from "./arn.ts";
import type { Misuse, ReferencePlace } from "./misuse.ts";
import { partitionOf } from "./partition.ts";

/** Before it is known whether the reference that was likely meant is one. */
export type ArnMisuse = Omit<Misuse, "likely"> & { readonly likely?: string | undefined };

/** What is wrong with a text that begins like an ARN; `undefined` if it is one of a secret in the project's partition. */
export function arnMisuse(text: string, at: ReferencePlace): ArnMisuse | undefined {
  const [start, partition = "", service = "", region = "", account = "", ...resource] = text.split(":");
  if (service !== "secretsmanager") return ofService(service, resource.join(":"));
  const named = nameIn(resource);
  if (named === undefined) return broken("an ARN that ends before the secret's name");
  const { name, rest } = withoutHash(named);
  const arn = (secret: string) => wholeArn({ region, account }, secret, at);
  if (/[*?]/.test(name)) return wildcard(arn(name.replace(/-?[*?]+$/, "")));
  if (rest.length > 0) return suffixed("an ARN", rest, arn(name));
  if (partition !== at.partition || (isRegion(region) && partitionOf(region) !== partition)) {
    return wrongPartition(partition, region, at, arn(name));
  }
  const isWhole =
    start === "arn" &&
    isRegion(region) &&
    isAccount(account) &&
    resource[0] === "secret" &&
    resource.length === 2;
  return isWhole ? undefined : broken("an ARN with a part that is missing or wrong", arn(name));
}

/** `SECRET:KEY:STAGE:VERSION`, of an ARN or a name. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html */
export function suffixed(
  what: string,
  [key = "", stage = "", id = ""]: readonly string[],
  likely: string,
): ArnMisuse {
  const parts = [
    ...(key === "" ? [] : [`the JSON key ${key}`]),
    ...(stage === "" ? [] : [`the version stage ${stage}`]),
    ...(id === "" ? [] : [`the version id ${id}`]),
  ];
  return {
    form: "variable-suffix",
    what: `${what} with ${parts.length === 0 ? "colons" : parts.join(" and ")} behind it, the form of an environment variable in ECS and in buildspecs`,
    wanted:
      "drop the suffix of the environment-variable form: CodeBuild reads user name and password from the whole secret",
    likely,
  };
}

/** `NAME#KEY`, as External Secrets and Vault's tools write it. */
function withoutHash({ name, rest }: Named): Named {
  const [before = "", key] = name.split("#");
  return key === undefined ? { name, rest } : { name: before, rest: [key, ...rest] };
}

interface Named {
  readonly name: string;
  /** What stands behind the name, by colons. */
  readonly rest: readonly string[];
}

/** The secret's name, and what stands behind it; `secret/…` and a missing `secret:` are mended. */
function nameIn(resource: readonly string[]): Named | undefined {
  const [first = "", second = "", ...more] = resource;
  if (/^secrets?$/i.test(first)) return second === "" ? undefined : { name: second, rest: more };
  const name = first.replace(/^secret\//, "");
  return name === "" ? undefined : { name, rest: resource.slice(1) };
}

/** With the project's own parts where there are none, or none that can be. */
export function wholeArn(
  { region, account }: { readonly region: string; readonly account: string },
  name: string,
  at: ReferencePlace,
): string {
  const digits = account.replaceAll(/[\s-]/g, "");
  const place = isRegion(region) ? region : at.region;
  return `arn:${at.partition}:secretsmanager:${place}:${isAccount(digits) ? digits : at.account}:secret:${name}`;
}

function wildcard(likely: string): ArnMisuse {
  return {
    form: "wildcard",
    what: "a pattern of ARNs, as policies have them",
    wanted: "give the full ARN: a project names one secret",
    likely,
  };
}

function wrongPartition(partition: string, region: string, at: ReferencePlace, likely: string): ArnMisuse {
  return {
    form: "partition",
    what:
      partition === at.partition
        ? `an ARN of the partition ${partition} with the Region ${region}, which is in ${partitionOf(region)}: the wrong partition`
        : `an ARN of the partition ${partition}, and the project is in ${at.partition}: the wrong partition`,
    wanted: `give the ARN of a secret in ${at.partition}`,
    likely: partitionOf(region) === at.partition ? likely : undefined,
  };
}

function broken(what: string, likely?: string): ArnMisuse {
  return { form: "broken-arn", what, wanted: "give the full ARN, as Secrets Manager shows it", likely };
}

function ofService(service: string, resource: string): ArnMisuse {
  if (service === "ssm") return ssmParameter("the ARN of an SSM parameter", resource);
  if (service === "") return broken("the beginning of an ARN");
  return {
    form: "other-arn",
    what: `the ARN of ${serviceNames.get(service) ?? `something in the service ${service}`}, and not of a secret`,
    wanted: "give the ARN of the secret in Secrets Manager",
  };
}

/** Parameters can stand for secrets: https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html */
export function ssmParameter(what: string, path: string): ArnMisuse {
  const [, name] = /aws\/reference\/secretsmanager\/(.+)$/.exec(path) ?? [];
  return {
    form: "ssm-parameter",
    what: `${what}, and CodeBuild reads registry credentials from Secrets Manager alone`,
    wanted:
      'keep the login in a secret of Secrets Manager, as JSON with "username" and "password", and give its ARN',
    likely: name,
  };
}

const serviceNames: ReadonlyMap<string, string> = new Map([
  ["codebuild", "something in CodeBuild"],
  ["ecr", "an Amazon ECR repository"],
  ["iam", "something in IAM"],
  ["kms", "a KMS key or alias"],
  ["lambda", "a Lambda function"],
  ["s3", "an S3 bucket or object"],
]);
