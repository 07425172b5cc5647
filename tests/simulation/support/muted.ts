/** What people muted, and what they were told all the same: docs/notices.md#mute. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { home } from "../../end-to-end/support/world.ts";
import type { Account } from "./account.ts";
import type { Doing, MuteTarget } from "./actions.ts";
import { type OfFinding, targets } from "./told.ts";

export interface Muted {
  readonly what: MuteTarget;
  /** By the account's clock. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** As the command writes it, which goes by the machine's clock. */
export async function muteFindings(
  { what, minutes }: Extract<Doing, { do: "mute" }>,
  { world, mutes }: Account,
): Promise<void> {
  const fromMs = world.sandbox.clock.now().getTime();
  const untilMs = fromMs + minutes * 60_000;
  const [at, until] = [fromMs, untilMs].map((ms) => new Date(ms).toISOString());
  const id = `mute-${mutes.length}`;
  const item = {
    ...{ pk: `mutes#${home}`, sk: `${at} ${id}`, type: "mute", id, region: home, at, until },
    ...{ by: "arn:aws:iam::111122223333:user/ann", body: JSON.stringify(what) },
  };
  const Item = Object.fromEntries(Object.entries(item).map(([name, text]) => [name, { S: text ?? "" }]));
  const client = new DynamoDBClient(connect(world.sandbox, { region: home }));
  await client.send(new PutItemCommand({ TableName: world.deployment.tableName, Item }));
  mutes.push({ what, fromMs, untilMs });
}

export function isCovered({ rule, subject }: OfFinding, { what }: Muted): boolean {
  return what.kind === "rule" ? what.rule === rule : subject === `project ${what.name}`;
}

/**
 * While it is muted, what opens or changes is sent to nobody, and what closes to programs alone. What is open after the end was told after
 * it.
 */
export function wrongMutes(
  open: readonly OfFinding[],
  { mutes, told, conditions, world }: Account,
): readonly string[] {
  const clocksMs = 2 * conditions.skewMs;
  const nowMs = world.sandbox.clock.now().getTime();
  const isMutedStill = (finding: OfFinding) =>
    mutes.some((mute) => isCovered(finding, mute) && nowMs <= mute.untilMs);
  return mutes.flatMap((mute) => {
    const meant = told.all.flatMap(({ target, finding, atMs }) =>
      finding !== undefined && isCovered(finding, mute) ? [{ target, finding, atMs }] : [],
    );
    const during = meant.filter(
      ({ target, finding, atMs }) =>
        atMs > mute.fromMs + clocksMs &&
        atMs < mute.untilMs - clocksMs &&
        (target === "topic" || finding.state !== "closed"),
    );
    const isToldAfter = ({ rule, subject }: OfFinding, target: string) =>
      meant.some(
        ({ finding, ...each }) =>
          each.target === target &&
          each.atMs >= mute.untilMs - clocksMs &&
          finding.rule === rule &&
          finding.subject === subject,
      );
    const left = open.filter((finding) => isCovered(finding, mute) && !isMutedStill(finding));
    return [
      ...during.map(({ target, finding }) => `the ${target} was told of ${finding.rule}, which is muted`),
      ...targets.flatMap((target) =>
        left
          .filter((finding) => !isToldAfter(finding, target))
          .map(
            ({ rule, subject }) =>
              `${rule} of ${subject} is open after a mute, and the ${target} was not told`,
          ),
      ),
    ];
  });
}
