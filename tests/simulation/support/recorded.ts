/** Changes, as the ledger has them. */
import { roleName } from "./role-name.ts";

/** An item of the ledger. */
export type Texts = Readonly<Record<string, string>>;

export interface Recorded {
  readonly id: string;
  readonly state: string;
  readonly kind: string;
  /** The role's name and the secret, or the project, or the build. */
  readonly of: string;
  /** The name of the role. */
  readonly role: string;
  /** Whom the grant is for, or whose credential it is; and the secret. */
  readonly projects: readonly string[];
  readonly secret: string | undefined;
  /** By the clock of a function. */
  readonly plannedAtMs: number;
  readonly settledAtMs: number;
}

/** Without those of a newer version. */
export function changesIn(items: readonly Texts[]): readonly Recorded[] {
  return items
    .filter(({ type, writtenBy }) => type === "change" && writtenBy === undefined)
    .map(({ body = "{}", state = "", plannedAt = "", settledAt = "" }) => {
      const { id, kind, role: arn, ...change } = JSON.parse(body);
      const role = roleName(arn);
      const what = kind === "restoration" ? change.policyName : change.grant?.secret;
      const whole: Readonly<Record<string, string>> = { normalization: change.project, retry: change.build };
      return {
        ...{ id, state, kind, role, of: whole[kind] ?? `${role} ${what}` },
        projects: change.grant?.projects ?? [change.project],
        secret: change.grant?.secret ?? change.after?.credential,
        plannedAtMs: Date.parse(plannedAt),
        settledAtMs: Date.parse(settledAt),
      };
    });
}
