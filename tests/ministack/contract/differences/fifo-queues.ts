import type { Difference } from "./difference.ts";

const page = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference";
const recorded =
  "AWS's answers on record: https://github.com/localstack/localstack/blob/main/tests/aws/services/sqs/test_sqs.snapshot.json";

export const fifoQueues: readonly Difference[] = [
  {
    of: ["ministack"],
    calls: [
      "sqs:SendMessageBatch without a group",
      "sqs:SendMessageBatch with nothing to tell one from others",
    ],
    sandbox: ["error InvalidParameterValue 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: recorded,
  },
  {
    of: ["moto"],
    calls: ["sqs:SendMessageBatch without a group"],
    sandbox: ["error InvalidParameterValue 400"],
    emulator: ["error MissingParameter 400"],
    right: "sandbox",
    because: recorded,
  },
  {
    of: ["ministack"],
    calls: ["sqs:ReceiveMessage of all"],
    emulator: ["a.MessageGroupId"],
    right: "sandbox",
    because: "MiniStack took one message of a batch that fails whole.",
  },
  {
    of: ["ministack", "moto"],
    calls: ["sqs:ReceiveMessage of one that is visible again, later ones in flight"],
    sandbox: ["a1.MessageGroupId"],
    right: "sandbox",
    because:
      "A message that is visible again comes before later ones of its group: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html",
  },
  {
    of: ["ministack", "moto"],
    calls: ["sqs:SetQueueAttributes of an attribute that is none"],
    sandbox: ["error InvalidAttributeName 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `${page}/API_SetQueueAttributes.html`,
  },
  {
    of: ["moto"],
    calls: ["sqs:SetQueueAttributes of a timeout that is too long"],
    sandbox: ["error InvalidAttributeValue 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `0 to 43,200 seconds: ${page}/API_SetQueueAttributes.html`,
  },
  {
    of: ["ministack"],
    calls: ["sqs:StartMessageMoveTask from no dead-letter queue"],
    sandbox: ["error InvalidParameterValue 400"],
    emulator: ["error InvalidAction 400"],
    right: "sandbox",
    because: `MiniStack does not serve it: ${page}/API_StartMessageMoveTask.html`,
  },
  {
    of: ["ministack"],
    calls: ["sqs:StartMessageMoveTask from none", "sqs:ListMessageMoveTasks of none"],
    sandbox: ["error ResourceNotFoundException 404"],
    emulator: ["error InvalidAction 400"],
    right: "sandbox",
    because: `MiniStack does not serve them: ${page}/API_StartMessageMoveTask.html`,
  },
  {
    of: ["moto"],
    calls: ["sqs:StartMessageMoveTask from no dead-letter queue"],
    sandbox: ["error InvalidParameterValue 400"],
    emulator: ["not implemented"],
    right: "sandbox",
    because: `moto does not serve it: ${page}/API_StartMessageMoveTask.html`,
  },
  {
    of: ["moto"],
    calls: ["sqs:StartMessageMoveTask from none", "sqs:ListMessageMoveTasks of none"],
    sandbox: ["error ResourceNotFoundException 404"],
    emulator: ["not implemented"],
    right: "sandbox",
    because: `moto does not serve them: ${page}/API_StartMessageMoveTask.html`,
  },
  {
    of: ["ministack", "moto"],
    calls: ["sqs:CreateQueue of one that was just deleted"],
    sandbox: ["error QueueDeletedRecently 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `60 seconds must pass: ${page}/API_CreateQueue.html`,
  },
];
