import {
  type CreateTrailRequest,
  type CreateTrailResponse,
  type DeleteTrailRequest,
  type DeleteTrailResponse,
  type DescribeTrailsRequest,
  type DescribeTrailsResponse,
  TrailAlreadyExistsException,
} from "@aws-sdk/client-cloudtrail";
import type { Call, Operation } from "../../service.ts";
import { allManagementEvents, type Trail, trailStore } from "../../trails.ts";
import { requireTrailAtHome, trailArn, trailPermission } from "./find-trail.ts";

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html */
export const describeTrails: Operation<DescribeTrailsRequest, DescribeTrailsResponse> = {
  permissions: () => [{ action: "cloudtrail:DescribeTrails", resource: "*" }],
  run({ trailNameList = [], includeShadowTrails = true }, call) {
    const named = new Set(trailNameList.map((name) => trailArn(name, call)));
    const trails = [...trailStore(call.sandbox, call.place.account).values()]
      .filter(({ arn }) => named.size === 0 || named.has(arn))
      .filter((trail) => isShown(trail, includeShadowTrails, call));
    return { trailList: trails.map(shown) };
  },
};

/** A trail of every Region is shown in each, as a shadow outside its home. */
function isShown({ homeRegion, isMultiRegion }: Trail, shadows: boolean, { place }: Call): boolean {
  return homeRegion === place.region || (shadows && isMultiRegion);
}

function shown({ name, arn, bucket, homeRegion, isMultiRegion, includesGlobal, selectors }: Trail) {
  return {
    Name: name,
    S3BucketName: bucket,
    IncludeGlobalServiceEvents: includesGlobal,
    IsMultiRegionTrail: isMultiRegion,
    HomeRegion: homeRegion,
    TrailARN: arn,
    LogFileValidationEnabled: false,
    HasCustomEventSelectors: selectors !== allManagementEvents,
    HasInsightSelectors: false,
    IsOrganizationTrail: false,
  };
}

/**
 * It logs nothing until StartLogging. Nobody reads what a trail writes here, so its bucket need not be there.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 */
export const createTrail: Operation<CreateTrailRequest, CreateTrailResponse> = {
  permissions: ({ Name }, call) => [trailPermission("CreateTrail", Name, call)],
  run(input, call) {
    const {
      Name = "",
      S3BucketName = "",
      IsMultiRegionTrail = false,
      IncludeGlobalServiceEvents = true,
    } = input;
    const { sandbox, place } = call;
    const arn = trailArn(Name, call);
    const trails = trailStore(sandbox, place.account);
    if (trails.has(arn)) {
      const message = `Trail ${Name} already exists for customer: ${place.account}`;
      throw new TrailAlreadyExistsException({ message, $metadata: {} });
    }
    trails.set(arn, {
      name: Name,
      arn,
      homeRegion: place.region,
      bucket: S3BucketName,
      isMultiRegion: IsMultiRegionTrail,
      includesGlobal: IncludeGlobalServiceEvents,
      logging: false,
      selectors: allManagementEvents,
    });
    return { Name, S3BucketName, IncludeGlobalServiceEvents, IsMultiRegionTrail, TrailARN: arn };
  },
  trail: ({ Name, S3BucketName, IsMultiRegionTrail }, { TrailARN }) => ({
    requestParameters: { name: Name, s3BucketName: S3BucketName, isMultiRegionTrail: IsMultiRegionTrail },
    responseElements: { name: Name, s3BucketName: S3BucketName, trailARN: TrailARN },
  }),
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html */
export const deleteTrail: Operation<DeleteTrailRequest, DeleteTrailResponse> = {
  permissions: ({ Name }, call) => [trailPermission("DeleteTrail", Name, call)],
  run({ Name }, call) {
    trailStore(call.sandbox, call.place.account).delete(requireTrailAtHome(Name, call).arn);
    return {};
  },
  trail: ({ Name }) => ({ requestParameters: { name: Name }, responseElements: null }),
};
