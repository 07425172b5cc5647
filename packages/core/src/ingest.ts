/** event → work */
import { type DecodeOptions, decodeEvent } from "./decode/decode.ts";
import type { Ignored, Trigger } from "./model/trigger.ts";
import type { Work } from "./model/work.ts";
import type { WorkQueue } from "./ports.ts";
import type { DeploymentScope, ScopeReads } from "./scope/place.ts";
import { scope } from "./scope/scope.ts";

/** What became of an event. */
export type Ingested =
  | { readonly kind: "sent"; readonly trigger: Trigger; readonly work: readonly Work[] }
  | Ignored;

/** The ports that `ingest` works through. */
export interface IngestPorts extends ScopeReads {
  readonly queue: WorkQueue;
}

/** Decodes, scopes, sends. @throws the errors of `errors.ts`: the event is then to be delivered again */
export async function ingest(
  event: unknown,
  ports: IngestPorts,
  options: DecodeOptions & DeploymentScope,
): Promise<Ingested> {
  const trigger = decodeEvent(event, options);
  if (trigger.kind === "ignored") return trigger;
  const scoped = await scope(trigger, ports, options);
  if (scoped.kind === "ignored") return scoped;
  await ports.queue.send(scoped.work);
  return { kind: "sent", trigger, work: scoped.work };
}
