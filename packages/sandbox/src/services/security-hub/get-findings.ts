import {
  type GetFindingsRequest,
  type GetFindingsResponse,
  InvalidInputException,
} from "@aws-sdk/client-securityhub";
import type { Operation } from "../../service.ts";
import { hubPermission, requireHub } from "./state.ts";

/**
 * All of them, as they came in first: filters, an order and pages are not served.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
export const getFindings: Operation<GetFindingsRequest, GetFindingsResponse> = {
  permissions: (_input, call) => [hubPermission("GetFindings", call)],
  run(input, call) {
    const [asked] = Object.keys(input);
    if (asked !== undefined) {
      throw new InvalidInputException({ message: `The sandbox does not serve ${asked}`, $metadata: {} });
    }
    return { Findings: [...requireHub(call).findings.values()] };
  },
};
