/** Service roles and their policies. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
import {
  DeleteRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { parseRoleArn } from "../model/arn.ts";
import { tagsOf } from "../model/tags.ts";
import type { Roles } from "../ports.ts";
import type { Connection } from "./clients.ts";
import { withAwsErrors, withAwsErrorsIfThere } from "./errors.ts";
import { allPages } from "./pages.ts";

/** The port to IAM, which is one for all Regions: `region` says only whose keys sign the call. */
export function iamRoles(connection: Connection, region: string): Roles {
  const client = new IAMClient(connection(region));

  const inlinePolicy = async (RoleName: string, PolicyName: string) => {
    const failed = { call: "iam:GetRolePolicy", resource: `${PolicyName} of ${RoleName}` };
    const got = await withAwsErrorsIfThere(failed, () =>
      client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
    );
    return decoded(got?.PolicyDocument);
  };

  const managedPolicy = async (PolicyArn: string) => {
    const policy = await withAwsErrorsIfThere({ call: "iam:GetPolicy", resource: PolicyArn }, () =>
      client.send(new GetPolicyCommand({ PolicyArn })),
    );
    const VersionId = policy?.Policy?.DefaultVersionId;
    const got = await withAwsErrorsIfThere({ call: "iam:GetPolicyVersion", resource: PolicyArn }, async () =>
      VersionId === undefined
        ? undefined
        : client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
    );
    return decoded(got?.PolicyVersion?.Document);
  };

  return {
    async read(RoleName) {
      const got = await withAwsErrorsIfThere({ call: "iam:GetRole", resource: RoleName }, () =>
        client.send(new GetRoleCommand({ RoleName })),
      );
      if (got?.Role === undefined) return undefined;
      const {
        Arn,
        RoleName: name = RoleName,
        Tags,
        RoleId,
        AssumeRolePolicyDocument,
        PermissionsBoundary,
      } = got.Role;
      return {
        arn: parseRoleArn(Arn ?? ""),
        name,
        tags: tagsOf(Tags),
        id: RoleId,
        trust: decoded(AssumeRolePolicyDocument) ?? "",
        boundaryArn: PermissionsBoundary?.PermissionsBoundaryArn,
      };
    },

    async inlinePolicies(RoleName) {
      const names = await withAwsErrorsIfThere({ call: "iam:ListRolePolicies", resource: RoleName }, () =>
        allPages(async (Marker) => {
          const page = await client.send(new ListRolePoliciesCommand({ RoleName, Marker }));
          return { items: page.PolicyNames, next: page.IsTruncated ? page.Marker : undefined };
        }),
      );
      return textsByName(names ?? [], (name) => inlinePolicy(RoleName, name));
    },

    async managedPolicies(RoleName) {
      const attached = await withAwsErrorsIfThere(
        { call: "iam:ListAttachedRolePolicies", resource: RoleName },
        () =>
          allPages(async (Marker) => {
            const page = await client.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
            return { items: page.AttachedPolicies, next: page.IsTruncated ? page.Marker : undefined };
          }),
      );
      return textsByName(
        (attached ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
        managedPolicy,
      );
    },

    managedPolicy,

    async putPolicy(RoleName, PolicyName, PolicyDocument) {
      await withAwsErrors({ call: "iam:PutRolePolicy", resource: `${PolicyName} of ${RoleName}` }, () =>
        client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
      );
    },

    async deletePolicy(RoleName, PolicyName) {
      await withAwsErrorsIfThere(
        { call: "iam:DeleteRolePolicy", resource: `${PolicyName} of ${RoleName}` },
        () => client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
      );
    },
  };
}

/** What was listed and is gone a moment later is left out. */
async function textsByName(
  names: readonly string[],
  read: (name: string) => Promise<string | undefined>,
): Promise<ReadonlyMap<string, string>> {
  const policies = await Promise.all(names.map(async (name) => [name, await read(name)] as const));
  return new Map(policies.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** IAM percent-encodes policies (RFC 3986). https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export function decoded(document: string | undefined): string | undefined {
  try {
    return document === undefined ? undefined : decodeURIComponent(document);
  } catch (error) {
    if (error instanceof URIError) return document;
    throw error;
  }
}
