/** AWS CloudTrail: the trails of an account, without which EventBridge hears of no call. */
import constraints from "../../constraints/tables/cloudtrail.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { getEventSelectors, putEventSelectors } from "./event-selectors.ts";
import { getTrailStatus, startLogging, stopLogging } from "./logging.ts";
import * as sdk from "./sdk.ts";
import { createTrail, deleteTrail, describeTrails } from "./trails.ts";

export const cloudTrail: Service = {
  signingName: "cloudtrail",
  eventSource: "cloudtrail.amazonaws.com",
  sdk,
  client: () => new sdk.CloudTrailClient({ region: "us-east-1" }),
  constraints,
  operations: {
    CreateTrail: createTrail,
    DeleteTrail: deleteTrail,
    DescribeTrails: describeTrails,
    GetEventSelectors: getEventSelectors,
    GetTrailStatus: getTrailStatus,
    PutEventSelectors: putEventSelectors,
    StartLogging: startLogging,
    StopLogging: stopLogging,
  },
};
