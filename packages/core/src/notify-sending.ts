/** Notices → each of those who are told, as many at a time as one call takes. */
import { Refused } from "./errors.ts";
import type { DeadNotices, NoticeTarget } from "./notice/ports.ts";
import { receiptKey, type SendingProgress, toldKey } from "./notify-receipts.ts";
import type { Parcel, ToldTarget } from "./notify-targets.ts";

export interface Failure {
  readonly record: string;
  readonly target: NoticeTarget | "receipts";
  readonly error: unknown;
}

export interface Sent {
  /** How many messages went out, to any target. */
  readonly sent: number;
  readonly failures: readonly Failure[];
}

interface Sending {
  readonly ports: { readonly dead: DeadNotices };
  readonly progress: SendingProgress;
}

export async function sendAll(
  parcels: readonly Parcel[],
  targets: readonly ToldTarget[],
  sending: Sending,
): Promise<Sent> {
  const all = await Promise.all(targets.map((target) => sendTo(target, parcels, sending)));
  return {
    sent: all.reduce((sum, { sent }) => sum + sent, 0),
    failures: all.flatMap(({ failure }) => failure ?? []),
  };
}

/** In order, several at a time: of those, what stands after one that fails may arrive before it. */
async function sendTo(
  target: ToldTarget,
  parcels: readonly Parcel[],
  { ports, progress }: Sending,
): Promise<{ readonly sent: number; readonly failure?: Failure }> {
  const failed = ({ id }: Parcel, error: unknown): Failure => ({ record: id, target: target.name, error });
  const known: (readonly [id: string, keys: readonly string[]])[] = [];
  const due: Due[] = [];
  let failure: Failure | undefined;
  for (const parcel of parcels) {
    if (!parcel.to.includes(target.name) || progress.has(receiptKey(parcel.id, target.name))) continue;
    try {
      const all = dueOf(parcel, await target.deliveries(parcel), target.name);
      known.push([parcel.id, all.map(({ key }) => key)]);
      due.push(...all.filter(({ key }) => !progress.has(key)));
    } catch (error) {
      failure = failed(parcel, error);
      break;
    }
  }
  let sent = 0;
  for (let at = 0; at < due.length; at += target.atOnce) {
    const some = due.slice(at, at + target.atOnce);
    const errors = await Promise.all(some.map((each) => errorOf(each, target.name, ports.dead)));
    for (const { key } of some.filter((_, index) => errors[index] === undefined)) progress.add(key);
    sent += errors.filter((error) => error === undefined).length;
    const first = errors.findIndex((error) => error !== undefined);
    const parcel = some[first]?.parcel;
    if (parcel === undefined) continue;
    failure = failed(parcel, errors[first]);
    break;
  }
  for (const [id, keys] of known)
    if (keys.every((key) => progress.has(key))) progress.add(toldKey(id, target.name));
  return { sent, ...(failure && { failure }) };
}

interface Due {
  readonly parcel: Parcel;
  readonly key: string;
  readonly deliver: () => Promise<void>;
}

function dueOf(
  parcel: Parcel,
  deliveries: Awaited<ReturnType<ToldTarget["deliveries"]>>,
  target: string,
): readonly Due[] {
  return [...deliveries.entries()].flatMap(([index, deliver]) =>
    deliver === undefined ? [] : [{ parcel, key: `${parcel.id} ${index} ${target}`, deliver }],
  );
}

async function errorOf({ deliver, parcel }: Due, target: string, dead: DeadNotices): Promise<unknown> {
  try {
    await deliverOrBury(deliver, parcel, target, dead);
    return undefined;
  } catch (error) {
    return error ?? new Error("unknown error");
  }
}

async function deliverOrBury(
  deliver: () => Promise<void>,
  { notices }: Parcel,
  target: string,
  dead: DeadNotices,
): Promise<void> {
  try {
    await deliver();
  } catch (error) {
    if (!isOfNotice(error)) throw error;
    for (const notice of notices) await dead.bury(notice, target, error.message);
  }
}

/**
 * Too long, or of a form that the target does not take. A permission, a topic or a key that is missing keeps every notice
 * waiting, until somebody mends it.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors ,
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
 */
function isOfNotice(error: unknown): error is Refused {
  const said = error instanceof Refused && error.cause instanceof Error ? error.cause.name : "";
  return /^(?:Invalid(?:Input|Parameter)|Validation)/.test(said);
}
