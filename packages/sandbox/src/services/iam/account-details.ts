import type {
  EntityType,
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from "@aws-sdk/client-iam";
import type { Operation } from "../../service.ts";
import { encoded } from "./documents.ts";
import { stateOf } from "./find.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import { page } from "./page.ts";
import { permissionFor } from "./permission.ts";
import { summary } from "./policy-versions.ts";
import { details } from "./roles.ts";
import type { IamState, Identity, Role, User } from "./state.ts";

/**
 * Users, roles and managed policies, one after the other over the pages.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const getAccountAuthorizationDetails: Operation<
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse
> = {
  permissions: () => [permissionFor("GetAccountAuthorizationDetails", "*")],
  run({ Filter, ...request }, call) {
    const state = stateOf(call);
    const wanted = entitiesOf(state).filter(({ type }) => !Filter?.length || Filter.includes(type));
    const { items, ...rest } = page(wanted, ({ key }) => key, request);
    return {
      UserDetailList: items.flatMap((entity) =>
        entity.kind === "user" ? userDetail(entity.user, state) : [],
      ),
      GroupDetailList: [],
      RoleDetailList: items.flatMap((entity) =>
        entity.kind === "role" ? roleDetail(entity.role, state) : [],
      ),
      Policies: items.flatMap((entity) =>
        entity.kind === "policy" ? policyDetail(entity.policy, state) : [],
      ),
      ...rest,
    };
  },
};

type Entity = { readonly key: string; readonly type: EntityType } & (
  | { readonly kind: "user"; readonly user: User }
  | { readonly kind: "role"; readonly role: Role }
  | { readonly kind: "policy"; readonly policy: ManagedPolicy }
);

/** AWS's own policies only where they are in use. */
function entitiesOf(state: IamState): readonly Entity[] {
  const isAws = (policy: ManagedPolicy) => policy.arn.includes(":iam::aws:");
  const inUse = [...state.policies.values()].filter((policy) => !isAws(policy) || uses(policy, state) > 0);
  return [
    ...[...state.users.values()].map(
      (user) => ({ kind: "user", type: "User", key: `1${user.name}`, user }) as const,
    ),
    ...[...state.roles.values()].map(
      (role) => ({ kind: "role", type: "Role", key: `2${role.name}`, role }) as const,
    ),
    ...inUse.map((policy) => {
      const type = isAws(policy) ? "AWSManagedPolicy" : "LocalManagedPolicy";
      return { kind: "policy", type, key: `3${policy.arn}`, policy } as const;
    }),
  ];
}

function roleDetail(role: Role, state: IamState): RoleDetail {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encoded(role.trust),
    InstanceProfileList: [],
    RolePolicyList: inlineOf(role),
    AttachedManagedPolicies: attachedOf(role, state),
    RoleLastUsed: {},
    ...details(role),
  };
}

function userDetail(user: User, state: IamState): UserDetail {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.created,
    UserPolicyList: inlineOf(user),
    GroupList: [],
    AttachedManagedPolicies: attachedOf(user, state),
    ...details(user),
  };
}

function policyDetail(policy: ManagedPolicy, state: IamState): ManagedPolicyDetail {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: uses(policy, state),
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.updated,
    PolicyVersionList: [...policy.versions.values()].map((version) => ({
      ...summary(version, policy),
      Document: encoded(version.document),
    })),
  };
}

function inlineOf({ inline }: Identity) {
  return [...inline].map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: encoded(document) }));
}

function attachedOf({ attached }: Identity, { policies }: IamState) {
  return [...attached].map((arn) => ({ PolicyName: policies.get(arn)?.name ?? "", PolicyArn: arn }));
}

function uses({ arn }: ManagedPolicy, { roles, users }: IamState): number {
  return [...roles.values(), ...users.values()].filter(({ attached }) => attached.has(arn)).length;
}
