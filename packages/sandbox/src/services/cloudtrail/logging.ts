import type {
  GetTrailStatusRequest,
  GetTrailStatusResponse,
  StartLoggingRequest,
  StartLoggingResponse,
} from "@aws-sdk/client-cloudtrail";
import type { Operation } from "../../service.ts";
import { requireTrail, requireTrailAtHome, trailPermission } from "./find-trail.ts";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
export const getTrailStatus: Operation<GetTrailStatusRequest, GetTrailStatusResponse> = {
  permissions: ({ Name }, call) => [trailPermission("GetTrailStatus", Name, call)],
  run: ({ Name }, call) => ({ IsLogging: requireTrail(Name, call).logging }),
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html */
export const startLogging = logging("StartLogging", true);

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html */
export const stopLogging = logging("StopLogging", false);

function logging(action: string, wanted: boolean): Operation<StartLoggingRequest, StartLoggingResponse> {
  return {
    permissions: ({ Name }, call) => [trailPermission(action, Name, call)],
    run({ Name }, call) {
      requireTrailAtHome(Name, call).logging = wanted;
      return {};
    },
    trail: ({ Name }) => ({ requestParameters: { name: Name }, responseElements: null }),
  };
}
