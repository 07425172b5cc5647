/** Whether a trail's selectors take in the writes of a service. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html */
import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import type { TrailSelectors } from "../examined.ts";

type Answer = "yes" | "no" | "perhaps";

/** `perhaps` where a field decides of which nothing is known beforehand: who called, which call it was. */
export function writesSelected({ basic, advanced }: TrailSelectors, source: string): Answer {
  const each = [
    ...basic.map((selector) => inBasic(selector, source)),
    ...advanced.map((selector) => inAdvanced(selector, source)),
  ];
  if (each.includes("yes")) return "yes";
  return each.includes("perhaps") ? "perhaps" : "no";
}

/** What is left out means: all, management events, nothing excluded. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
function inBasic(selector: EventSelector, source: string): Answer {
  const { ReadWriteType, IncludeManagementEvents, ExcludeManagementEventSources = [] } = selector;
  const isIn =
    ReadWriteType !== "ReadOnly" &&
    IncludeManagementEvents !== false &&
    !ExcludeManagementEventSources.includes(source);
  return isIn ? "yes" : "no";
}

/** Every field has to fit. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
function inAdvanced({ FieldSelectors = [] }: AdvancedEventSelector, source: string): Answer {
  const values = new Map([
    ["eventCategory", "Management"],
    ["readOnly", "false"],
    ["eventSource", source],
    ["eventType", "AwsApiCall"],
  ]);
  const isManagement = FieldSelectors.some(({ Field }) => Field === "eventCategory");
  if (!isManagement) return "no";
  const each = FieldSelectors.map((field) => {
    const value = values.get(field.Field ?? "");
    return value === undefined ? "perhaps" : fits(field, value);
  });
  if (each.includes("no")) return "no";
  return each.includes("perhaps") ? "perhaps" : "yes";
}

function fits(field: AdvancedFieldSelector, value: string): Answer {
  const { Equals = [], StartsWith = [], EndsWith = [] } = field;
  const { NotEquals = [], NotStartsWith = [], NotEndsWith = [] } = field;
  const wanted = [
    ...Equals.map((each) => value === each),
    ...StartsWith.map((each) => value.startsWith(each)),
    ...EndsWith.map((each) => value.endsWith(each)),
  ];
  const unwanted = [
    ...NotEquals.map((each) => value === each),
    ...NotStartsWith.map((each) => value.startsWith(each)),
    ...NotEndsWith.map((each) => value.endsWith(each)),
  ];
  return (wanted.length === 0 || wanted.includes(true)) && !unwanted.includes(true) ? "yes" : "no";
}
