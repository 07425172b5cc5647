/** Work of a newer version of pullpass, in the queue of this one. */
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { account as accountId, home } from "../../end-to-end/support/world.ts";
import type { Account } from "./account.ts";

interface Entry {
  readonly MessageBody?: string;
  readonly MessageGroupId?: string;
}

/** In a form that this one does not know, in the group in which the last work for the role was. */
export async function leaveNewerWork(role: string, { world, watch, queueUrl }: Account): Promise<void> {
  const arn = `arn:aws:iam::${accountId}:role/${role}`;
  const sent = watch.inputs.flatMap((text) => (JSON.parse(text) as { Entries?: Entry[] }).Entries ?? []);
  const last = sent.findLast(({ MessageBody = "" }) => MessageBody.includes(`"${arn}"`));
  if (last === undefined) throw new Error(`There was no work for ${role} yet.`);
  const sqs = new SQSClient(connect(world.sandbox, { region: home }));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify({ form: "9", roles: [arn] }),
      MessageGroupId: last.MessageGroupId,
      MessageDeduplicationId: `newer-${world.sandbox.calls.length}`,
    }),
  );
}
