import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import type { Subscription, TopicMessage } from "./state.ts";

/** Does the subscription's filter policy let the message through? */
export function passes(message: TopicMessage, { filter, attributes }: Subscription): boolean {
  if (!filter) return true;
  if (attributes.get("FilterPolicyScope") !== "MessageBody")
    return filter(attributeValues(message.attributes));
  try {
    return filter(JSON.parse(message.text));
  } catch {
    return false;
  }
}

/** Strings, numbers and the elements of arrays can be filtered by; bytes cannot. */
function attributeValues(attributes: Readonly<Record<string, MessageAttributeValue>>): object {
  const values = Object.entries(attributes).flatMap(([name, { DataType, StringValue = "" }]) => {
    if (DataType === "Number") return [[name, Number(StringValue)]];
    if (DataType === "String.Array") return [[name, JSON.parse(StringValue)]];
    return DataType?.startsWith("String") ? [[name, StringValue]] : [];
  });
  return Object.fromEntries(values);
}
