import {
  type GetEventSelectorsRequest,
  type GetEventSelectorsResponse,
  InvalidEventSelectorsException,
  type PutEventSelectorsRequest,
  type PutEventSelectorsResponse,
} from "@aws-sdk/client-cloudtrail";
import type { Operation } from "../../service.ts";
import type { Trail } from "../../trails.ts";
import { requireTrail, requireTrailAtHome, trailPermission } from "./find-trail.ts";
import type { EventSelectors } from "./selectors.ts";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
export const getEventSelectors: Operation<GetEventSelectorsRequest, GetEventSelectorsResponse> = {
  permissions: ({ TrailName }, call) => [trailPermission("GetEventSelectors", TrailName, call)],
  run: ({ TrailName }, call) => shown(requireTrail(TrailName, call)),
};

/** Selectors of the one form take the place of those of the other. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html */
export const putEventSelectors: Operation<PutEventSelectorsRequest, PutEventSelectorsResponse> = {
  permissions: ({ TrailName }, call) => [trailPermission("PutEventSelectors", TrailName, call)],
  run(input, call) {
    const trail = requireTrailAtHome(input.TrailName, call);
    trail.selectors = selectorsOf(input);
    return shown(trail);
  },
  trail: ({ TrailName, EventSelectors, AdvancedEventSelectors }) => ({
    requestParameters: {
      trailName: TrailName,
      eventSelectors: EventSelectors,
      advancedEventSelectors: AdvancedEventSelectors,
    },
    responseElements: null,
  }),
};

function selectorsOf({ EventSelectors, AdvancedEventSelectors }: PutEventSelectorsRequest): EventSelectors {
  if (EventSelectors && !AdvancedEventSelectors) return { kind: "basic", selectors: EventSelectors };
  if (AdvancedEventSelectors && !EventSelectors)
    return { kind: "advanced", selectors: AdvancedEventSelectors };
  const message = "A trail takes event selectors or advanced event selectors, and one of the two.";
  throw new InvalidEventSelectorsException({ message, $metadata: {} });
}

function shown({ arn, selectors: { kind, selectors } }: Trail): GetEventSelectorsResponse {
  return {
    TrailARN: arn,
    ...(kind === "basic" ? { EventSelectors: [...selectors] } : { AdvancedEventSelectors: [...selectors] }),
  };
}
