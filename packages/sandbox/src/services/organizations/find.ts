import {
  AccessDeniedException,
  AWSOrganizationsNotInUseException,
  ChildNotFoundException,
  PolicyNotFoundException,
  TargetNotFoundException,
} from "@aws-sdk/client-organizations";
import type { Organization, OrganizationNode, ServiceControlPolicy } from "../../organization/model.ts";
import { organizationOf } from "../../organization/organization.ts";
import type { Call } from "../../service.ts";

/** @throws AWSOrganizationsNotInUseException */
export function requireOrganization({ sandbox, place }: Call): Organization {
  const organization = organizationOf(sandbox, place.account);
  if (organization) return organization;
  const message = "Your account is not a member of an organization.";
  throw new AWSOrganizationsNotInUseException({ message, $metadata: {} });
}

/**
 * The organization, for the operations that "can be called only from the organization's management account or by a
 * member account that is a delegated administrator": https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
 * @throws AWSOrganizationsNotInUseException, AccessDeniedException
 */
export function requireReadable(call: Call): Organization {
  const organization = requireOrganization(call);
  const { managementAccount, delegatedAdministrators } = organization;
  if ([managementAccount, ...delegatedAdministrators].includes(call.place.account)) return organization;
  const message = "You don't have permissions to access this resource.";
  throw new AccessDeniedException({ message, $metadata: {} });
}

/** A unit or an account. @throws ChildNotFoundException */
export function requireChild(id: string | undefined, { nodes }: Organization): OrganizationNode {
  const node = nodes.get(id ?? "");
  if (node?.parent) return node;
  const message = "You specified a child that doesn't exist.";
  throw new ChildNotFoundException({ message, $metadata: {} });
}

/** @throws TargetNotFoundException */
export function requireTarget(id: string | undefined, { nodes }: Organization): OrganizationNode {
  const node = nodes.get(id ?? "");
  if (node) return node;
  const message = "You specified a target that doesn't exist.";
  throw new TargetNotFoundException({ message, $metadata: {} });
}

/** @throws PolicyNotFoundException */
export function requirePolicy(id: string | undefined, { policies }: Organization): ServiceControlPolicy {
  const policy = policies.get(id ?? "");
  if (policy) return policy;
  const message = "You specified a policy that doesn't exist.";
  throw new PolicyNotFoundException({ message, $metadata: {} });
}
