import type { MessageAttributeValue, PublishInput } from "@aws-sdk/client-sns";
import { awsError } from "../../errors.ts";
import { invalidParameter } from "./errors.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const bytesMax = 262_144;
const subjectCharactersMax = 99;

/** What SNS publishes. @throws InvalidParameterException, ParameterValueInvalid */
export function checkMessage(
  input: Pick<PublishInput, "Message" | "Subject" | "MessageAttributes" | "MessageStructure">,
): void {
  const { Message = "", Subject, MessageAttributes = {}, MessageStructure } = input;
  if (Message === "") throw invalidParameter("Empty message");
  if (Subject !== undefined) checkSubject(Subject);
  checkAttributes(MessageAttributes);
  if (messageBytes(Message, MessageAttributes) > bytesMax) throw invalidParameter("Message too long");
  if (MessageStructure !== undefined) checkStructure(MessageStructure, Message);
}

/** No line breaks or control characters, fewer than 100 characters. */
function checkSubject(subject: string): void {
  if (subject === "" || subject.length > subjectCharactersMax || /\p{Cc}/u.test(subject)) {
    throw invalidParameter("Subject");
  }
}

/** Message and attributes count towards the limit: names, types and values. https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
export function messageBytes(
  message: string,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): number {
  const sizes = Object.entries(attributes).map(
    ([name, { DataType = "", StringValue, BinaryValue }]) =>
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(BinaryValue ?? StringValue ?? ""),
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(message));
}

function checkAttributes(attributes: Readonly<Record<string, MessageAttributeValue>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    checkAttributeName(name);
    checkAttributeValue(name, value);
  }
}

function checkAttributeName(name: string): void {
  const isValid = /^(?!\.)(?!.*\.\.)(?!aws\.|amazon\.)[\w.-]{1,256}(?<!\.)$/i.test(name);
  if (!isValid) throw attributeError(`The message attribute name '${name}' is invalid.`);
}

function checkAttributeValue(
  name: string,
  { DataType = "", StringValue, BinaryValue }: MessageAttributeValue,
): void {
  if (!/^(String|String\.Array|Number|Binary)(\.[\w.-]+)?$/.test(DataType)) {
    throw attributeError(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const value = DataType.startsWith("Binary") ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0) {
    throw attributeError(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  }
  if (DataType === "Number" && !isNumber(String(StringValue))) {
    throw attributeError(`Could not cast message attribute '${name}' value to number.`);
  }
  if (DataType === "String.Array" && !isArrayText(String(StringValue))) {
    throw attributeError(`The message attribute '${name}' must be a JSON array.`);
  }
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Math.abs(Number(text)) <= 1e9;
}

function isArrayText(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function checkStructure(structure: string, message: string): void {
  if (structure !== "json") throw invalidParameter("MessageStructure");
  let texts: unknown;
  try {
    texts = JSON.parse(message);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  const isComplete =
    typeof texts === "object" && texts !== null && "default" in texts && typeof texts.default === "string";
  if (!isComplete) throw invalidParameter("Message Structure - No default entry in JSON message body");
}

/** The code on the wire; the SDK's exception for it is `InvalidParameterValueException`. */
function attributeError(message: string) {
  return awsError("ParameterValueInvalid", message);
}
