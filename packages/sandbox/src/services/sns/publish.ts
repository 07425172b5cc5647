import type { PublishInput, PublishResponse } from "@aws-sdk/client-sns";
import type { Call, Operation } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import { requireTopic } from "./find-topic.ts";
import { checkMessage } from "./message-rules.ts";
import { topicPermission } from "./permission.ts";
import { publishToTopic } from "./publish-to-topic.ts";
import type { Topic } from "./state.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const publish: Operation<PublishInput, PublishResponse> = {
  permissions: (input, call) => [topicPermission("Publish", requireTopic(destination(input), call))],
  run: (input, call) => ({
    MessageId: publishMessage(requireTopic(destination(input), call), input, call),
  }),
};

/** The message's id. @throws what is wrong with it */
export function publishMessage(
  topic: Topic,
  input: Pick<PublishInput, "Message" | "Subject" | "MessageAttributes" | "MessageStructure">,
  { sandbox }: Call,
): string {
  checkMessage(input);
  const message = {
    text: input.Message ?? "",
    subject: input.Subject,
    attributes: input.MessageAttributes ?? {},
    textByProtocol: input.MessageStructure === "json" ? textsIn(input.Message) : undefined,
  };
  return publishToTopic(topic, message, sandbox).id;
}

/** The texts by protocol; what is no text is left out. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function textsIn(message = ""): Readonly<Record<string, string>> {
  const members: [string, unknown][] = Object.entries(JSON.parse(message));
  return Object.fromEntries(
    members.filter((member): member is [string, string] => typeof member[1] === "string"),
  );
}

function destination(input: PublishInput): string {
  const arn = input.TopicArn ?? input.TargetArn;
  if (arn !== undefined) return arn;
  throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
}
