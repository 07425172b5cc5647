/** AWS Lambda, as far as events reach code: functions of this process, invoked by events, queues and streams. */
export { deployFunction, type FunctionSettings, removeFunction } from "./deploy-function.ts";
export { type Invocation, invocations } from "./invocations.ts";
export { mapQueue, type QueueMapping } from "./map-queue.ts";
export { mapStream, type StreamMapping } from "./map-stream.ts";
export type { FunctionContext } from "./state.ts";
