/** Work as messages of the FIFO queue, and back. */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { CauseSchema } from "../ledger/schemas.ts";
import { arnParts, parseRoleArn } from "../model/arn.ts";
import type { Work } from "../model/work.ts";
import type { DeploymentScope } from "../scope/place.ts";

/** One message. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export interface WorkMessage {
  readonly body: string;
  /** One group a role: its work is done in order, and never twice at once. */
  readonly group: string;
  /** The same for the same work from the same causes; a later event that asks for the same is sent again. */
  readonly deduplication: string;
}

/**
 * Work with more projects than fit into a message goes as several: all but the last without the listing, because only
 * when every project has been looked at may a grant be taken from those that none needs.
 */
export function workMessages(work: Work): readonly WorkMessage[] {
  const count = Math.max(1, Math.ceil(work.projects.length / projectsPerMessage));
  return Array.from({ length: count }, (_, index) => {
    const projects = work.projects.slice(index * projectsPerMessage, (index + 1) * projectsPerMessage);
    const listing = index === count - 1 ? work.listing : undefined;
    const body = JSON.stringify({ ...work, projects, listing });
    // A build's own, so that its wait keeps no role waiting.
    const group = hash(work.retry === undefined ? work.role : `${work.role} ${work.retry.build}`);
    return { body, group, deduplication: hash(body) };
  });
}

/**
 * Whoever may send to the queue may send anything: work that is of another account, Region or role than the deployment's own
 * is refused. @throws Error on what `workMessages` did not write: trying again would not help.
 */
export function readWork(
  body: string,
  { account, region }: Pick<DeploymentScope, "account" | "region">,
): Work {
  const { listing, ...work } = v.parse(Message, JSON.parse(body));
  if (work.account !== account || work.region !== region || arnParts(work.role).account !== account) {
    throw new Error(
      `the work is for ${work.role} of account ${work.account} in ${work.region}, and this deployment serves account ${account} in ${region}`,
    );
  }
  return { ...work, listing };
}

/** With names of 150 characters, a message of so many projects takes 160 kB of the 256 that SQS has always allowed. */
const projectsPerMessage = 1_000;

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

const Message = v.object({
  role: v.pipe(v.string(), v.transform(parseRoleArn)),
  account: v.string(),
  region: v.string(),
  projects: v.array(v.string()),
  listing: v.optional(v.object({ startedAt: v.string() })),
  causes: v.array(CauseSchema),
  builds: v.exactOptional(v.array(v.string())),
  alone: v.exactOptional(v.literal(true)),
  rest: v.exactOptional(v.literal(true)),
  retry: v.exactOptional(v.object({ project: v.string(), build: v.string(), notBefore: v.string() })),
});
