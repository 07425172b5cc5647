/** What an account has for a whole run: what is odd about it, and how pullpass is deployed there. */
import type { Hook, Sandbox, VirtualClock } from "../../../packages/sandbox/src/index.ts";
import { isPullpass } from "./faults.ts";

export interface Conditions {
  /** For how long pullpass may be shown what IAM said before; 0: not at all. */
  readonly iamLagMs: number;
  /** How far from the account's clock a function's may be, either way; 0: not at all. */
  readonly skewMs: number;
  /** How many items DynamoDB, IAM and Secrets Manager give pullpass in a page; 0: as many as they like. In stories alone. */
  readonly pageSize: number;
  /** Does the ledger begin with what an older version left? */
  readonly hasOlderRecords: boolean;
  /** Is pullpass deployed in the account's other Region, too, where projects use the same roles? */
  readonly hasFarDeployment: boolean;
  readonly options: Options;
}

/** Of the deployment: docs/options.md. */
interface Options {
  readonly mode: "apply" | "plan";
  /** What the names of roles that pullpass may touch are like. */
  readonly rolePattern: string;
  /** Must a role carry the account's boundary to be given anything? For stories alone. */
  readonly requiresBoundary: boolean;
  /** Whether sweeps read in bulk. */
  readonly bulkReads: boolean;
  /** Whether builds that could not pull are started again, where their project's tag asks for it. */
  readonly retryBuilds: boolean;
}

/**
 * The same for the same seed: a story that is made shorter keeps them. What is odd comes up alone, by twos and all at once; all first in
 * seed 2. Two seeds of seven have the options of a plain deployment, and each other one that differs.
 */
export function conditionsOf(seed: number, { options, ...chosen }: SomeConditions = {}): Conditions {
  return {
    iamLagMs: seed % 3 === 2 ? 8_000 : 0,
    skewMs: seed % 2 === 0 ? 25_000 : 0,
    pageSize: 0,
    hasOlderRecords: seed % 5 === 2,
    hasFarDeployment: seed % 5 === 0,
    ...chosen,
    options: { ...plain, ...differing[seed % 7], ...options },
  };
}

/** Chosen by a story. */
export type SomeConditions = Partial<Omit<Conditions, "options">> & { readonly options?: Partial<Options> };

/** Of a plain deployment. */
export const plain: Options = {
  mode: "apply",
  rolePattern: "*",
  requiresBoundary: false,
  bulkReads: true,
  retryBuilds: false,
};
const differing: Readonly<Record<number, Partial<Options>>> = {
  1: { retryBuilds: true },
  3: { retryBuilds: true },
  4: { rolePattern: "*h*" },
  5: { bulkReads: false },
  6: { mode: "plan" },
};

/** As docs/options.md has the pattern: `*` is any run of characters. */
export function isLeftOut(role: string, { rolePattern }: Options): boolean {
  return !new RegExp(`^${rolePattern.replaceAll("*", ".*")}$`).test(role);
}

/** IAM shows pullpass the past; whoever looks on in a test sees it as it is. Before it the deployment was made, with the lag. */
export function lagForPullpass(sandbox: Sandbox, iamLagMs: number): void {
  if (iamLagMs === 0) return;
  sandbox.before((call) => {
    const isLate = isPullpass(call.from.caller) || isIamWrite(call);
    Object.assign(sandbox, { iamLagMs: isLate ? iamLagMs : 0 });
  });
}

/** What comes in pages may come in small ones: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export function smallPages(sandbox: Sandbox, pageSize: number): void {
  if (pageSize === 0) return;
  sandbox.before(({ from, service, operation, input }) => {
    const name = pageSizes[`${service}:${operation}`];
    if (name !== undefined && isPullpass(from.caller)) Object.assign(input as object, { [name]: pageSize });
  });
}

const pageSizes: Readonly<Record<string, string>> = {
  "dynamodb:Query": "Limit",
  "iam:GetAccountAuthorizationDetails": "MaxItems",
  "iam:ListRolePolicies": "MaxItems",
  "secretsmanager:ListSecrets": "MaxResults",
};

/** What a write leaves is kept for as long as somebody may still be shown what was before it. */
function isIamWrite({ service, operation }: Parameters<Hook>[0]): boolean {
  return service === "iam" && !/^(Get|List)/.test(operation);
}

/** The clock of one of `count` functions: each has its own, and no two the same. */
export function skewed(clock: VirtualClock, skewMs: number, index: number, count: number): { now(): Date } {
  const by = skewMs === 0 ? 0 : Math.round(skewMs * ((2 * index) / (count - 1) - 1));
  return { now: () => new Date(clock.now().getTime() + by) };
}
