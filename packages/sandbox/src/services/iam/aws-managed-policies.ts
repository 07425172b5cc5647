import policies from "./aws-managed-policies.json" with { type: "json" };
import type { ManagedPolicy } from "./managed-policy.ts";

/**
 * Those of AWS's own policies that are attached where images are pulled; `make-managed-policies.ts` writes their list.
 * That their ARNs name the partition that they are in is unverified: GetPolicyVersion in another one would settle it.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function awsManagedPolicies(partition: string): readonly ManagedPolicy[] {
  return policies.map(({ name, path, version, document, ...dates }, index) => {
    const created = new Date(dates.created);
    const updated = new Date(dates.updated);
    const text = JSON.stringify(document).replaceAll("arn:aws:", `arn:${partition}:`);
    return {
      arn: `arn:${partition}:iam::aws:policy${path}${name}`,
      name,
      path,
      id: `ANPAAWSMANAGED${String(index).padStart(7, "A")}`,
      created,
      updated,
      description: undefined,
      versions: new Map([[version, { id: version, document: text, created: updated }]]),
      tags: new Map(),
      defaultVersionId: version,
      versionsMade: Number(version.slice(1)),
    };
  });
}
