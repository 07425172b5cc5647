/** Findings sent to Security Hub. https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
import { isJsonObject, type JsonObject } from "../model/json.ts";
import type { Connection } from "./clients.ts";
import { signedJson } from "./signed-json.ts";

export interface Imported {
  readonly accepted: number;
  /** What Security Hub refused: the finding's id, and why. */
  readonly refused: readonly { readonly id: string; readonly why: string }[];
}

/** Findings of one Region, by a hundred a call. @throws the errors of `errors.ts` */
export function securityHub(
  connection: Connection,
): (region: string, findings: readonly JsonObject[]) => Promise<Imported> {
  const call = signedJson(connection);
  return async (region, findings) => {
    const done: Imported[] = [];
    for (let from = 0; from < findings.length; from += findingsPerCall) {
      const answer = await call({
        service: "securityhub",
        region,
        operation: "BatchImportFindings",
        path: "/findings/import",
        contentType: "application/json",
        resource: region,
        input: { Findings: findings.slice(from, from + findingsPerCall) },
      });
      done.push(importedBy(answer));
    }
    return {
      accepted: done.reduce((sum, { accepted }) => sum + accepted, 0),
      refused: done.flatMap(({ refused }) => refused),
    };
  };
}

const findingsPerCall = 100;

function importedBy({ SuccessCount, FailedFindings }: JsonObject): Imported {
  const failed: readonly unknown[] = Array.isArray(FailedFindings) ? FailedFindings : [];
  return {
    accepted: Number(SuccessCount ?? 0),
    refused: failed.filter(isJsonObject).map(({ Id, ErrorMessage, ErrorCode }) => ({
      id: String(Id ?? ""),
      why: String(ErrorMessage ?? ErrorCode ?? ""),
    })),
  };
}
