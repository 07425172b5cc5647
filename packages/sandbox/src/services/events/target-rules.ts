import type { Target } from "@aws-sdk/client-eventbridge";
import { awsError } from "../../errors.ts";

/** What a target may be here: a function, a queue, a topic or another bus. @throws ValidationException */
export function checkTarget(target: Target): void {
  const { Id = "", Arn = "", Input, InputPath, InputTransformer } = target;
  if (!/^arn:[\w-]+:(lambda|sqs|sns|events):/.test(Arn)) {
    throw invalid(
      `Provided Arn is not in correct format. The sandbox serves targets of Lambda, SQS, SNS and EventBridge: '${Arn}'`,
    );
  }
  if (InputTransformer) throw invalid("The sandbox serves Input and InputPath, not InputTransformer.");
  if (Input !== undefined && InputPath !== undefined) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (Input !== undefined) checkJson(Input, Id);
  if (Arn.split(":")[2] === "sqs") checkQueueTarget(target, Arn);
}

function checkJson(text: string, id: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalid(`JSON syntax error in Input for target ${id}.`);
  }
}

function checkQueueTarget({ Id, SqsParameters }: Target, arn: string): void {
  if (!arn.endsWith(".fifo") || SqsParameters?.MessageGroupId) return;
  throw invalid(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
}

function invalid(message: string) {
  return awsError("ValidationException", message);
}
