/** The trails of an account. Without one that logs a call, EventBridge hears nothing of it. */
import type { BusEvent, Sandbox } from "./sandbox.ts";
import { type EventSelectors, isSelected } from "./services/cloudtrail/selectors.ts";

/** A trail as it is stored. */
export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly bucket: string;
  readonly isMultiRegion: boolean;
  /** Whether it logs IAM's events, too, and those of other services that are the same in every Region. */
  readonly includesGlobal: boolean;
  logging: boolean;
  selectors: EventSelectors;
}

/** By ARN. Each account begins with one, as most have it: of every Region, with all that is managed. */
export function trailStore(sandbox: Sandbox, account: string): Map<string, Trail> {
  return sandbox.store(`cloudtrail:${account}`, () => {
    const trail = firstTrail(sandbox, account);
    return new Map([[trail.arn, trail]]);
  });
}

function firstTrail({ partition, regions }: Sandbox, account: string): Trail {
  const name = "management-events";
  const [homeRegion = "us-east-1"] = regions;
  return {
    name,
    arn: `arn:${partition}:cloudtrail:${homeRegion}:${account}:trail/${name}`,
    homeRegion,
    bucket: `trail-${account}`,
    isMultiRegion: true,
    includesGlobal: true,
    logging: true,
    selectors: allManagementEvents,
  };
}

/** What a trail logs that nobody told otherwise. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html */
export const allManagementEvents: EventSelectors = {
  kind: "basic",
  selectors: [
    {
      ReadWriteType: "All",
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    },
  ],
};

/**
 * Whether EventBridge gets an event: those of CloudTrail only where a trail logs them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function reachesBus(event: BusEvent, sandbox: Sandbox): boolean {
  if (!event["detail-type"].endsWith(" via CloudTrail")) return true;
  const { account, region, detail } = event;
  const { eventSource, readOnly } = detail as { readonly eventSource: string; readonly readOnly?: boolean };
  return [...trailStore(sandbox, account).values()].some(
    (trail) =>
      trail.logging &&
      (trail.isMultiRegion || trail.homeRegion === region) &&
      (trail.includesGlobal || eventSource !== "iam.amazonaws.com") &&
      isSelected({ eventSource, readOnly: readOnly === true }, trail.selectors),
  );
}
