import { DeleteProjectCommand } from "@aws-sdk/client-codebuild";
import {
  DeleteRuleCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { DeleteQueueCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { Account } from "./account.ts";
import type { Created, Journal } from "./journal.ts";

export interface Leftover extends Created {
  /** Why it is still there. */
  readonly why: string;
}

/** Removes all of it, each a second time if need be; what is left is told. Never throws. */
export async function removeAll(account: Account, journal: Journal): Promise<readonly Leftover[]> {
  await removeOnce(account, journal);
  return removeOnce(account, journal);
}

async function removeOnce(account: Account, journal: Journal): Promise<readonly Leftover[]> {
  const left: Leftover[] = [];
  for (const created of journal.created()) {
    try {
      await removers[created.kind](created.id, account);
      journal.removed(created);
    } catch (error) {
      if (isGone(error)) journal.removed(created);
      else
        left.push({
          ...created,
          why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        });
    }
  }
  return left;
}

type Remove = (id: string, account: Account) => Promise<unknown>;

const removers: Readonly<Record<Created["kind"], Remove>> = {
  async project(name, { removing }) {
    try {
      await removing.codebuild.send(new DeleteProjectCommand({ name }));
    } catch (error) {
      // who refuses the name has no project of it, and does not say that there is none
      if (isProjectName.test(name) || !isInvalidInput(error)) throw error;
    }
  },
  secret: (SecretId, { removing }) =>
    removing.secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true })),
  policy: (PolicyArn, { removing }) => removing.iam.send(new DeletePolicyCommand({ PolicyArn })),
  role: removeRole,
  rule: removeRule,
  async queue(QueueName, { removing }) {
    const { QueueUrl } = await removing.sqs.send(new GetQueueUrlCommand({ QueueName }));
    await removing.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  },
  key: removeKey,
};

const isInvalidInput = (error: unknown) => error instanceof Error && error.name === "InvalidInputException";

const isProjectName = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

async function removeRole(RoleName: string, { removing: { iam } }: Account): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

async function removeRule(Rule: string, { removing: { events } }: Account): Promise<void> {
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
  const Ids = Targets.flatMap(({ Id }) => Id ?? []);
  if (Ids.length > 0) await events.send(new RemoveTargetsCommand({ Rule, Ids }));
  await events.send(new DeleteRuleCommand({ Name: Rule }));
}

/** Seven days is the least. Until then a key costs nothing: https://aws.amazon.com/kms/pricing/ */
async function removeKey(KeyId: string, { removing: { kms } }: Account): Promise<void> {
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
}

const gone =
  /^(NoSuchEntity|NotFound|ResourceNotFound|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)/;

/** A key on its way out is as good as gone. */
function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    gone.test(error.name) ||
    (error.name === "KMSInvalidStateException" && /pending deletion/i.test(error.message))
  );
}
