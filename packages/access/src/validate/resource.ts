import { isPartition, segmentsOf } from "./arn.ts";
import { type Fault, ineffective, lacking, type PolicyKind, refused } from "./fault.ts";
import { textsAt } from "./place.ts";
import type { Element } from "./statement.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export function* resourceFaults(
  found: readonly Element[],
  statement: string,
  kind: PolicyKind,
): Iterable<Fault> {
  if (kind === "trust") {
    for (const { name, path } of found)
      yield refused(
        "resource-prohibited",
        path,
        `A trust policy has no ${name}: it is about its role.`,
        name,
      );
    return;
  }
  if (found.length === 0)
    yield lacking("resource-missing", kind, statement, "The statement has neither Resource nor NotResource.");
  for (const { name, value, path } of found) {
    const { texts, faults } = textsAt(value, path);
    yield* faults;
    if (Array.isArray(value) && value.length === 0)
      yield lacking("resource-missing", kind, path, `${name} is empty.`);
    for (const { text, path: at } of texts) yield* arnFaults(text, at, kind);
  }
}

/**
 * `*`, or an ARN. What IAM looks at, and in which order, is as moto's authors saw it:
 * https://github.com/getmoto/moto/blob/master/moto/iam/policy_validation.py
 */
function* arnFaults(resource: string, path: string, kind: PolicyKind): Iterable<Fault> {
  if (resource === "*") return;
  const segments = segmentsOf(resource);
  const [prefix, partition = "", service, region = ""] = segments;
  if (segments.length === 1 || (prefix !== "arn" && isPartition(partition))) {
    yield refused("resource-form", path, 'A resource is an ARN or "*".', resource);
  } else if (!isPartition(partition)) {
    yield refused("resource-partition", path, `${partition} is not a partition of AWS.`, resource);
  } else if (service === undefined || /[*?]/.test(service)) {
    yield refused(
      "resource-vendor",
      path,
      "The service in an ARN is written out, without wildcards.",
      resource,
    );
  } else if (service === "") {
    yield refused("resource-incomplete", path, "The ARN names no service.", resource);
  } else if (segments.length < 6) {
    yield* incompleteFaults(resource, path, kind);
  } else {
    yield* serviceFaults(resource, { service, region, rest: segments.slice(5).join(":") }, path);
  }
}

/**
 * "When you specify an incomplete ARN in an identity-based policy, AWS automatically completes the ARN by adding wildcard
 * characters (*) to all missing fields." One with an empty segment is refused, though. Only identity-based policies are
 * spoken of: on a resource it matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function* incompleteFaults(resource: string, path: string, kind: PolicyKind): Iterable<Fault> {
  const message = "The ARN has fewer than six parts.";
  if (resource.includes("::")) yield refused("resource-incomplete", path, message, resource);
  else if (kind !== "identity") yield ineffective("resource-incomplete", path, message, resource);
}

function* serviceFaults(
  resource: string,
  { service, region, rest }: { readonly service: string; readonly region: string; readonly rest: string },
  path: string,
): Iterable<Fault> {
  const isRegional = service === "s3" && /^(accesspoint|job|async-request|storage-lens)/.test(rest);
  if (["iam", "s3"].includes(service) && region !== "" && !isRegional && region !== "*")
    yield refused("resource-region", path, `ARNs of ${service} have no Region.`, resource);
  else if (service === "iam" && !rest.startsWith("*") && !iamPaths.some((start) => rest.startsWith(start)))
    yield refused("resource-path", path, "IAM has no such resources.", resource);
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
const iamPaths = [
  "user/",
  "federated-user/",
  "assumed-role/",
  "role/",
  "role-template/",
  "group/",
  "instance-profile/",
  "mfa/",
  "server-certificate/",
  "policy/",
  "sms-mfa/",
  "saml-provider/",
  "oidc-provider/",
  "report/",
  "access-report/",
  "delegation-request/",
  "root",
];
