/** Findings sent to Security Hub. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
import { AccessDenied, type FailedCall, Refused } from "../errors.ts";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import type { AsffFinding } from "../notice/asff.ts";
import type { FindingsHub } from "../notice/ports.ts";
import { batchesOf } from "./batches.ts";
import type { Connection } from "./clients.ts";
import { failureOf } from "./errors.ts";
import { inBatches } from "./in-batches.ts";
import { signedJson } from "./signed-json.ts";

export interface Imported {
  readonly accepted: number;
  /** What Security Hub refused: the finding's id, and why. */
  readonly refused: readonly { readonly id: string; readonly why: string }[];
}

/** Findings of one Region. @throws the errors of `errors.ts` */
export function securityHub(
  connection: Connection,
): (region: string, findings: readonly AsffFinding[]) => Promise<Imported> {
  const call = importCall(connection);
  return async (region, findings) => {
    const failed: Failed[] = [];
    for (const batch of batchesOf(findings, limits)) failed.push(...(await call(region, batch)));
    return {
      accepted: findings.length - failed.length,
      refused: failed.map(({ id, code, message }) => ({ id, why: message || code })),
    };
  };
}

/** What comes at one time goes in one call. What such a call is refused as a whole for may be one finding's fault: then each goes alone. */
export function findingsHub(connection: Connection, region: string): FindingsHub {
  const call = importCall(connection);
  const importAll = async (findings: readonly AsffFinding[]): Promise<readonly unknown[]> => {
    try {
      const failed = new Map((await call(region, findings)).map((each) => [each.id, each]));
      return findings.map(({ Id }) => errorOf(failed.get(Id), region));
    } catch (error) {
      if (!(error instanceof Refused) || findings.length === 1) throw error;
      return Promise.all(findings.map((finding) => importAll([finding]).then(([first]) => first, thrown)));
    }
  };
  return { importFinding: inBatches(limits, importAll) };
}

/** `undefined` where it is not enabled. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html @throws the errors of `errors.ts` */
export async function hubArn(connection: Connection, region: string): Promise<string | undefined> {
  try {
    const { HubArn } = await signedJson(connection)({
      service: "securityhub",
      region,
      operation: "DescribeHub",
      method: "GET",
      path: "/accounts",
      contentType: "application/json",
      resource: region,
      input: {},
    });
    return String(HubArn);
  } catch (error) {
    if (error instanceof AccessDenied && isNotEnabled(error.cause)) return undefined;
    throw error;
  }
}

/** To whom IAM denies the call it says `AccessDeniedException`. */
function isNotEnabled(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "InvalidAccessException";
}

const thrown = (error: unknown) => error;

/** Of one finding there is one state in a call: nobody says which of two would win. */
const limits = {
  entries: 100,
  size: 6_000_000,
  sizeOf: (finding: AsffFinding) => Buffer.byteLength(JSON.stringify(finding)),
  isApart: ({ Id }: AsffFinding, batch: readonly AsffFinding[]) => batch.some((other) => other.Id === Id),
};

interface Failed {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** What was not imported. */
function importCall(
  connection: Connection,
): (region: string, findings: readonly AsffFinding[]) => Promise<readonly Failed[]> {
  const call = signedJson(connection);
  return async (region, findings) => {
    const { FailedFindings } = await call({
      service: "securityhub",
      region,
      operation: operationName,
      path: "/findings/import",
      contentType: "application/json",
      resource: region,
      input: { Findings: findings },
    });
    const failed: readonly unknown[] = Array.isArray(FailedFindings) ? FailedFindings : [];
    return failed.filter(isJsonObject).map(failedOf);
  };
}

const operationName = "BatchImportFindings";

function failedOf({ Id, ErrorCode, ErrorMessage }: JsonObject): Failed {
  return { id: String(Id ?? ""), code: String(ErrorCode ?? ""), message: String(ErrorMessage ?? "") };
}

/**
 * Unverified: of the codes AWS's pages name `InvalidAccess` alone. What is neither that, nor of a kind that passes, is the finding's own
 * fault. A finding that is too large, imported beside a good one, would settle it.
 */
function errorOf(failed: Failed | undefined, region: string): unknown {
  if (failed === undefined) return undefined;
  const { code, message } = failed;
  const about: FailedCall = { call: `securityhub:${operationName}`, resource: region };
  const $fault = /Internal|Limit|Unavailable/.test(code) ? "server" : "client";
  const named = (name: string) =>
    Object.assign(new Error([code, message].filter((each) => each !== "").join(": ")), { name, $fault });
  const error = failureOf(about, named(code));
  return error instanceof Refused ? new Refused(about, named("InvalidInput")) : error;
}
