/** Which management events a trail logs. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html */
import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from "@aws-sdk/client-cloudtrail";

/** A trail has selectors of the one form or of the other. */
export type EventSelectors =
  | { readonly kind: "basic"; readonly selectors: readonly EventSelector[] }
  | { readonly kind: "advanced"; readonly selectors: readonly AdvancedEventSelector[] };

export interface ManagementEvent {
  readonly eventSource: string;
  readonly readOnly: boolean;
}

/** Any one of them is enough. */
export function isSelected(event: ManagementEvent, { kind, selectors }: EventSelectors): boolean {
  if (kind === "basic") return selectors.some((selector) => isInBasic(event, selector));
  return selectors.some(({ FieldSelectors = [] }) =>
    FieldSelectors.every((field) => isInField(event, field)),
  );
}

function isInBasic(event: ManagementEvent, selector: EventSelector): boolean {
  const {
    ReadWriteType = "All",
    IncludeManagementEvents = true,
    ExcludeManagementEventSources = [],
  } = selector;
  if (!IncludeManagementEvents || ExcludeManagementEventSources.includes(event.eventSource)) return false;
  return ReadWriteType === "All" || (ReadWriteType === "ReadOnly") === event.readOnly;
}

/** A field of which nothing is known here is one of data events, which are not selected by it. */
function isInField({ eventSource, readOnly }: ManagementEvent, field: AdvancedFieldSelector): boolean {
  const fields: Readonly<Record<string, string>> = {
    eventCategory: "Management",
    eventSource,
    readOnly: String(readOnly),
  };
  const value = fields[field.Field ?? ""];
  if (value === undefined) return false;
  const { Equals, NotEquals = [], StartsWith, NotStartsWith = [], EndsWith, NotEndsWith = [] } = field;
  return (
    (Equals?.includes(value) ?? true) &&
    !NotEquals.includes(value) &&
    (StartsWith?.some((start) => value.startsWith(start)) ?? true) &&
    !NotStartsWith.some((start) => value.startsWith(start)) &&
    (EndsWith?.some((end) => value.endsWith(end)) ?? true) &&
    !NotEndsWith.some((end) => value.endsWith(end))
  );
}
