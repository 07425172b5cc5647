/** Which events come, when, and what is in them. */
import { DeleteProjectCommand, UpdateProjectCommand } from "@aws-sdk/client-codebuild";
import { PutRuleCommand, PutTargetsCommand, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { TagRoleCommand } from "@aws-sdk/client-iam";
import { DisableKeyCommand, TagResourceCommand as TagKeyCommand } from "@aws-sdk/client-kms";
import {
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { otherRegion } from "../account.ts";
import { seen } from "../eventually.ts";
import { type Asking, neutral, open, type Probe, refusalOf, settled } from "../probe.ts";
import { codeBuild } from "../resources.ts";
import { shapeOf } from "../shape.ts";

/** A change, by the name under which it is looked for. */
type Changes = Readonly<Record<string, () => Promise<unknown>>>;

interface Arrived {
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly afterSeconds: number;
}

interface Expected {
  readonly changes: Changes;
  /** What an event of ours has one of. */
  readonly marks: readonly string[];
  /** Of which change it came. */
  readonly nameOf: (detail: Arrived["detail"]) => string;
}

const eventName = (detail: Arrived["detail"]) => String(detail.eventName);

/** Makes the changes, and gathers what comes of them, until all is there or the time is over. */
async function eventsOf(
  asking: Asking,
  queue: string,
  { changes, marks, nameOf }: Expected,
): Promise<ReadonlyMap<string, Arrived>> {
  const { account, eventsWithin } = asking;
  // "allow a short period" after a rule is made, says EventBridge
  await account.pause(60_000);
  const madeAt = new Map<string, number>();
  for (const [name, change] of Object.entries(changes)) {
    madeAt.set(name, account.now());
    await change();
  }
  const arrived = new Map<string, Arrived>();
  await seen(
    account,
    async () => {
      for (const text of await messagesIn(asking, queue)) {
        // other events of the account are left out and forgotten
        if (!marks.some((mark) => text.includes(mark))) continue;
        const event = JSON.parse(text) as Record<"detail-type" | "source", string> & Pick<Arrived, "detail">;
        const name = nameOf(event.detail);
        const since = madeAt.get(name);
        if (since === undefined || arrived.has(name)) continue;
        const afterSeconds = Math.round((account.now() - since) / 1_000);
        arrived.set(name, {
          name,
          type: event["detail-type"],
          source: event.source,
          detail: event.detail,
          afterSeconds,
        });
      }
      return arrived.size === madeAt.size ? arrived : undefined;
    },
    { withinMs: eventsWithin },
  );
  return arrived;
}

async function messagesIn({ account }: Asking, QueueUrl: string): Promise<readonly string[]> {
  const { Messages = [] } = await account.clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  if (Entries.length > 0)
    await account.clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  return Messages.flatMap(({ Body }) => Body ?? []);
}

const latenciesOf = (arrived: ReadonlyMap<string, Arrived>) =>
  Object.fromEntries([...arrived].map(([name, { afterSeconds }]) => [name, `after ${afterSeconds} s`]));

export const records: Probe = {
  id: "records",
  question: "What do CloudTrail's records of these changes hold, and how long do they take to come?",
  matters: "pullpass takes from a record where to look; the sandbox writes records of the same form.",
  files: [
    "packages/core/src/decode/codebuild.ts",
    "packages/functions/src/deployment/events.ts",
    "packages/sandbox/src/services/codebuild/projects.ts",
    "packages/sandbox/src/services/codebuild/update-project.ts",
    "packages/sandbox/src/services/iam/tags.ts",
    "packages/sandbox/src/services/kms/key-state.ts",
    "packages/sandbox/src/services/secrets-manager/trail.ts",
  ],
  cost: { dollars: 0.02, creates: "a rule, a queue, a role, a project, a secret, a key" },
  async ask(asking) {
    const { account, resources } = asking;
    const { clients } = account;
    const SecretId = await resources.secret("records");
    const KeyId = await resources.key();
    await resources.role("records", { trusts: codeBuild });
    const RoleName = resources.nameOf("records");
    const role = `arn:${account.partition}:iam::${account.id}:role/${RoleName}`;
    const { name = "" } = await resources.project("records", role);
    const hasIam = ["us-east-1", "us-gov-west-1", "cn-north-1"].includes(account.region);
    const changes: Changes = {
      TagResource: () =>
        clients.secrets.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "a", Value: "b" }] })),
      UntagResource: () => clients.secrets.send(new UntagResourceCommand({ SecretId, TagKeys: ["a"] })),
      UpdateSecret: () =>
        clients.secrets.send(new UpdateSecretCommand({ SecretId, Description: resources.prefix })),
      UpdateProject: () =>
        clients.codebuild.send(new UpdateProjectCommand({ name, description: resources.prefix })),
      DeleteProject: () => clients.codebuild.send(new DeleteProjectCommand({ name })),
      DisableKey: () => clients.kms.send(new DisableKeyCommand({ KeyId })),
      ...(hasIam && {
        TagRole: () =>
          clients.iam.send(
            new TagRoleCommand({ RoleName, Tags: [{ Key: "probe", Value: resources.prefix }] }),
          ),
      }),
    };
    const queue = await resources.events("records", {
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: { eventName: Object.keys(changes) },
    });
    const arrived = await eventsOf(asking, queue, {
      changes,
      marks: [resources.prefix, KeyId],
      nameOf: eventName,
    });
    if (arrived.size === 0)
      return open("No record came. EventBridge gets them only where a trail logs management events.");
    const facts: Record<string, string> = {};
    for (const name of Object.keys(changes)) {
      const { detail } = arrived.get(name) ?? {};
      facts[`${name}, request`] = detail ? shapeOf(detail.requestParameters) : "no record came";
      facts[`${name}, response`] = detail ? shapeOf(detail.responseElements) : "no record came";
    }
    return settled(facts, latenciesOf(arrived));
  },
};

export const tagEvents: Probe = {
  id: "tag-events",
  question: "For which resources does a change of tags raise an event of its own, and how soon?",
  matters: "Such events need no trail: consent would be seen at once where there is none.",
  files: [],
  cost: { dollars: 0.02, creates: "a rule, a queue, a role, a project, a secret, a key" },
  async ask(asking) {
    const { account, resources } = asking;
    const { clients } = account;
    const SecretId = await resources.secret("tags");
    const KeyId = await resources.key();
    const role = await resources.role("tags", { trusts: codeBuild });
    const { name = "" } = await resources.project("tags", role);
    const Value = resources.prefix;
    const changes: Changes = {
      secretsmanager: () =>
        clients.secrets.send(new TagResourceCommand({ SecretId, Tags: [{ Key: "probe", Value }] })),
      codebuild: () =>
        clients.codebuild.send(new UpdateProjectCommand({ name, tags: [{ key: "probe", value: Value }] })),
      kms: () => clients.kms.send(new TagKeyCommand({ KeyId, Tags: [{ TagKey: "probe", TagValue: Value }] })),
      iam: () =>
        clients.iam.send(
          new TagRoleCommand({ RoleName: resources.nameOf("tags"), Tags: [{ Key: "probe", Value }] }),
        ),
    };
    const queue = await resources.events("tags", {
      source: ["aws.tag"],
      "detail-type": ["Tag Change on Resource"],
      detail: { service: Object.keys(changes), "changed-tag-keys": ["probe"] },
    });
    const arrived = await eventsOf(asking, queue, {
      changes,
      marks: [resources.prefix],
      nameOf: ({ service }) => String(service),
    });
    const facts = Object.keys(changes).map((service) => {
      const { detail } = arrived.get(service) ?? {};
      const { tags: _, ...members } = { ...detail };
      return [`a tag of ${service}`, detail ? `an event with ${shapeOf(members)}` : "no event"] as const;
    });
    return settled(Object.fromEntries(facts), latenciesOf(arrived));
  },
};

export const patternStrictness: Probe = {
  id: "pattern-elements",
  question:
    "Must two fields of a pattern match in the same element of a list, and how many wildcards are too many?",
  matters:
    "The sandbox is strict about the first, as Event Ruler is; of the second it knows one pattern that is refused.",
  files: [
    "packages/sandbox/src/services/events/pattern/compile.ts",
    "packages/sandbox/src/services/events/pattern/wildcard.ts",
  ],
  cost: { dollars: 0, creates: "nothing" },
  async ask({ account, resources }) {
    const event = {
      id: "1",
      source: "pullpass.probe",
      account: account.id,
      time: new Date(account.now()).toISOString(),
      region: account.region,
      resources: [],
      "detail-type": "probe",
      detail: {
        tags: [
          { key: "team", value: "api" },
          { key: "stage", value: "web" },
        ],
      },
    };
    const pattern = { detail: { tags: { key: ["team"], value: ["web"] } } };
    const test = (tried: object) =>
      account.clients.events.send(
        new TestEventPatternCommand({ Event: JSON.stringify(event), EventPattern: JSON.stringify(tried) }),
      );
    const { Result } = await test(pattern);
    const facts: Record<string, string> = {
      "two fields that match in two elements": Result ? "match" : "do not match",
    };
    for (const count of [3, 4, 5]) {
      const words = await refusalOf(test({ source: [{ wildcard: `${"*:".repeat(count)}event-bus/*` }] }));
      facts[`${count} wildcards before the same character`] = neutral(words, account, resources.prefix);
    }
    return settled(facts);
  },
};

export const busWithoutRole: Probe = {
  id: "bus-without-role",
  question: "Does a rule need a role to send events to the bus of another Region of its account?",
  matters: "pullpass forwards IAM's events from us-east-1 with a role; the sandbox lets it go without.",
  files: ["packages/sandbox/src/services/events/forward.ts"],
  cost: { dollars: 0, creates: "a rule that matches nothing" },
  async ask({ account, resources }) {
    const { events } = account.clients;
    const Name = resources.nameOf("forward");
    resources.noted("rule", Name);
    await events.send(new PutRuleCommand({ Name, EventPattern: '{"source":["pullpass.probe"]}' }));
    const Arn = `arn:${account.partition}:events:${otherRegion(account.region)}:${account.id}:event-bus/default`;
    let failure: string | undefined;
    const words = await refusalOf(
      (async () => {
        const reply = await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "bus", Arn }] }));
        failure = reply.FailedEntries?.[0]?.ErrorMessage;
      })(),
    );
    return settled({ "a target without a role": neutral(failure ?? words, account, resources.prefix) });
  },
};
