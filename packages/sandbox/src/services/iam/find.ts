import type { Call } from "../../service.ts";
import { deleteConflict, noSuchEntity, unmodifiable } from "./errors.ts";
import { seenIam } from "./lag.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import { required } from "./names.ts";
import { type IamState, type Identity, iamState, type Role, type User } from "./state.ts";

/** @throws NoSuchEntityException */
export function findRole(name: string | undefined, call: Call): Role {
  const roleName = required("roleName", name);
  const role = stateOf(call).roles.get(roleName.toLowerCase());
  if (role) return role;
  throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
}

/** The role, if people may change it. @throws NoSuchEntityException, UnmodifiableEntityException for roles that belong to AWS */
export function findRoleToChange(name: string | undefined, call: Call): Role {
  const role = findRole(name, call);
  if (belongsToAws(role.path)) throw unmodifiable(role.name);
  return role;
}

/** Roles that services (`/aws-service-role/`) and IAM Identity Center (`/aws-reserved/`) made for themselves. */
export function belongsToAws(path: string): boolean {
  return path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/");
}

/** @throws NoSuchEntityException */
export function findUser(name: string | undefined, call: Call): User {
  const userName = required("userName", name);
  const user = stateOf(call).users.get(userName.toLowerCase());
  if (user) return user;
  throw noSuchEntity(`The user with name ${userName} cannot be found.`);
}

/** @throws NoSuchEntityException */
export function findPolicy(arn: string | undefined, call: Call): ManagedPolicy {
  const policyArn = required("policyArn", arn);
  const policy = stateOf(call).policies.get(policyArn);
  if (policy) return policy;
  throw noSuchEntity(`Policy ${policyArn} was not found.`);
}

/** A policy to attach. @throws NoSuchEntityException */
export function findAttachable(arn: string | undefined, call: Call): ManagedPolicy {
  const policyArn = required("policyArn", arn);
  const policy = stateOf(call).policies.get(policyArn);
  if (policy) return policy;
  throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
}

/** Before it may be deleted. @throws DeleteConflictException */
export function requireNoPolicies({ attached, inline }: Identity): void {
  if (attached.size > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
  if (inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
}

/** IAM of the account that the call is made in: as it is for those who write, as it is seen for those who read. */
export function stateOf({ sandbox, place, operation }: Call): IamState {
  const iamOf = /^(Get|List)/.test(operation) ? seenIam : iamState;
  return iamOf(sandbox, place.account);
}
