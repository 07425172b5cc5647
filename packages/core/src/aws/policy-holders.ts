/** Who has a managed policy. Apart from the other calls of IAM, for the function that needs no other. */
import { IAMClient, ListEntitiesForPolicyCommand } from "@aws-sdk/client-iam";
import type { PolicyHolders } from "../ports.ts";
import type { Connection } from "./clients.ts";
import { withAwsErrorsIfThere } from "./errors.ts";
import { allPages } from "./pages.ts";

/** `region` says only whose keys sign the call. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export function iamPolicyHolders(connection: Connection, region: string): PolicyHolders {
  const client = new IAMClient(connection(region));
  return {
    async rolesWith(PolicyArn) {
      const failed = { call: "iam:ListEntitiesForPolicy", resource: PolicyArn };
      const roles = await withAwsErrorsIfThere(failed, () =>
        allPages(async (Marker) => {
          const page = await client.send(
            new ListEntitiesForPolicyCommand({ PolicyArn, EntityFilter: "Role", Marker }),
          );
          return { items: page.PolicyRoles, next: page.IsTruncated ? page.Marker : undefined };
        }),
      );
      return (roles ?? []).flatMap(({ RoleName }) => RoleName ?? []);
    },
  };
}
