/** A filter as the options that ask for it. */
import type { AuditFilter } from "@pullpass/audit";

export function filterWords({
  verdicts,
  rules,
  severity,
  secrets,
  roles,
  causes,
}: Partial<AuditFilter>): readonly string[] {
  return [
    ...each("--only", verdicts),
    ...each("--rule", rules),
    ...each("--severity", severity == null ? null : [severity]),
    ...each("--secret", secrets),
    ...each("--role", roles),
    ...each("--cause", causes),
  ];
}

function each(flag: string, values: readonly string[] | null | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => [flag, value]);
}
