/**
 * The keys of the context of CodeBuild's requests: those with a value, those that are certainly absent, and those of
 * which the beginning is known. Of all others nothing is known: addresses, VPC endpoints, what CodeBuild itself sends.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { AccessRequest, RequestContext, UnknownContext } from "@pullpass/access";
import { arnParts } from "../../model/arn.ts";
import type { Known } from "../../model/known.ts";
import type { Secret } from "../../model/secret.ts";
import type { Tags } from "../../model/tags.ts";
import type { SecretKey } from "../../observe/snapshot.ts";
import type { AskedSecret, Asker } from "./questions.ts";

/** Of one request. */
export type CallContext = Pick<AccessRequest, "context"> & { readonly unknown: UnknownContext };

/**
 * CodeBuild assumes the role on behalf of the project.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function assumeContext({ role, project }: Asker): CallContext {
  return {
    context: {
      ...(project && { "aws:SourceArn": project.arn }),
      "aws:SourceAccount": project?.account ?? arnParts(role.arn).account,
      "aws:PrincipalIsAWSService": "true",
      "aws:PrincipalServiceName": "codebuild.amazonaws.com",
      "aws:SecureTransport": "true",
    },
    unknown: { absent: [], present: {} },
  };
}

/** GetSecretValue takes no tags. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html */
export function readContext(asker: Asker, secret: AskedSecret): CallContext {
  const call = callContext(asker, secret);
  const build = buildKeys(asker);
  return {
    context: {
      ...call.context,
      ...build.context,
      ...(secret.tags && prefixed("aws:ResourceTag/", secret.tags)),
      ...(secret.tags && prefixed("secretsmanager:ResourceTag/", secret.tags)),
      "secretsmanager:SecretId": secret.arn,
    },
    unknown: {
      ...call.unknown,
      present: { ...call.unknown.present, ...build.unknown.present },
      absent: [
        ...call.unknown.absent,
        ...build.unknown.absent,
        ...(secret.tags ? ["aws:ResourceTag/", "secretsmanager:ResourceTag/"] : []),
      ],
    },
  };
}

/**
 * Secrets Manager calls KMS with the caller's permissions.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function decryptContext(
  asker: Asker,
  secret: Secret,
  key: Extract<SecretKey, { kind: "default" | "customer" }>,
): CallContext {
  const call = callContext(asker, secret);
  const spec = key.kind === "default" ? "SYMMETRIC_DEFAULT" : key.key.spec;
  const aliases: Known<readonly string[]> =
    key.kind === "default" ? { kind: "known", value: ["alias/aws/secretsmanager"] } : key.aliases;
  const tags: Known<Tags> = key.kind === "default" ? { kind: "known", value: {} } : key.tags;
  return {
    context: {
      ...call.context,
      "aws:ResourceAccount": key.kind === "default" ? secret.account : key.key.account,
      ...(tags.kind === "known" && prefixed("aws:ResourceTag/", tags.value)),
      ...(aliases.kind === "known" && { "kms:ResourceAliases": aliases.value }),
      ...(spec !== undefined && { "kms:KeySpec": spec }),
      "aws:ViaAWSService": "true",
      "kms:CallerAccount": arnParts(asker.role.arn).account,
      "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
      "kms:EncryptionContext:SecretARN": secret.arn,
      "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
      "kms:ViaService": `secretsmanager.${secret.region}.amazonaws.com`,
    },
    unknown: {
      absent: [
        ...call.unknown.absent,
        ...(tags.kind === "known" || tags.kind === "absent" ? ["aws:ResourceTag/"] : []),
        ...(aliases.kind === "absent" ? ["kms:ResourceAliases"] : []),
      ],
      present: { ...call.unknown.present, "kms:EncryptionContext:SecretVersionId": { startsWith: "" } },
    },
  };
}

/**
 * Whether a key, in lower case, has one value, or is unknown in one way, in the calls that a role makes for all secrets
 * of one account and Region that are under one key.
 */
export function isSameForSecrets(key: string): boolean {
  if (key.startsWith("aws:")) return !key.startsWith("aws:resourcetag/");
  return key.startsWith("codebuild:") || key === "kms:calleraccount" || key === "kms:viaservice";
}

/** What holds of every call that the role's session makes for the project. */
function callContext({ role, organization, at }: Asker, secret: AskedSecret): CallContext {
  const { account } = arnParts(role.arn);
  const { id } = organization;
  const isOwn = secret.account === account;
  return {
    context: {
      "aws:PrincipalArn": role.arn,
      "aws:PrincipalAccount": account,
      "aws:PrincipalIsAWSService": "false",
      "aws:PrincipalType": "AssumedRole",
      ...(id.kind === "known" && {
        "aws:PrincipalOrgID": id.value,
        ...(isOwn && { "aws:ResourceOrgID": id.value }),
      }),
      ...prefixed("aws:PrincipalTag/", role.tags),
      "aws:CurrentTime": at,
      // A build's session is made for the build.
      "aws:TokenIssueTime": at,
      "aws:RequestedRegion": secret.region,
      "aws:ResourceAccount": secret.account,
      "aws:SecureTransport": "true",
    },
    unknown: {
      absent: [
        "aws:PrincipalServiceName",
        "aws:PrincipalServiceNamesList",
        "aws:PrincipalTag/",
        "aws:RequestTag/",
        "aws:TagKeys",
        "aws:username",
        ...(id.kind === "absent" ? ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"] : []),
      ],
      present: {
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
        ...(role.id !== undefined && { "aws:userid": { startsWith: `${role.id}:` } }),
      },
    },
  };
}

/**
 * "Included in the request context whenever a request is made by a role assumed by CodeBuild": so says the page. Unverified for
 * a pull's own read, before the build's container runs: nobody was found who saw it, and the probe `session-keys` asks. Of the kms:Decrypt that Secrets Manager makes for
 * that session it says nothing: there both keys are unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-codebuild-project-arn
 */
function buildKeys({ project, outsideCodeBuild }: Asker): CallContext {
  if (outsideCodeBuild) {
    return { context: {}, unknown: { absent: ["codebuild:ProjectArn", "codebuild:BuildArn"], present: {} } };
  }
  if (project === undefined) return { context: {}, unknown: { absent: [], present: {} } };
  const { partition, region } = arnParts(project.arn);
  const startsWith = `arn:${partition}:codebuild:${region}:${project.account}:build/${project.name}:`;
  return {
    context: { "codebuild:ProjectArn": project.arn },
    unknown: { absent: [], present: { "codebuild:BuildArn": { startsWith } } },
  };
}

function prefixed(prefix: string, tags: Tags): RequestContext {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}
