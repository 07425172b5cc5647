/** Of a role's ARN: what comes after its path. Empty without an ARN. */
export function roleName(arn: string | undefined): string {
  return arn?.split("/").at(-1) ?? "";
}
