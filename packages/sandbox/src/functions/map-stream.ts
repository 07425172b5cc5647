import { awsError } from "../errors.ts";
import type { Sandbox } from "../sandbox.ts";
import { findTable, type Stream } from "../services/dynamodb/state.ts";
import type { StreamRecord } from "../services/dynamodb/stream-record.ts";
import { failedItems } from "./batch-response.ts";
import { type InvocationResult, invoke } from "./invoke.ts";
import { keepFailed } from "./keep-failed.ts";
import { requireFunction, requireReadable } from "./read-permission.ts";
import { type DeployedFunction, functionStore } from "./state.ts";

export interface StreamMapping {
  readonly tableArn: string;
  readonly functionArn: string;
  /** 1 to 10,000. */
  readonly batchSize: number;
  /** How often a batch is tried again before it is given up; without it, for as long as its records may be. */
  readonly retries?: number;
  /** Records that are older are given up when they fail. */
  readonly recordAgeMs?: number;
  /** Is a batch that the function failed at as a whole split in two? */
  readonly bisect?: boolean;
  /** Does the function answer which record failed first? Then what came before it is not repeated. */
  readonly reportBatchItemFailures?: boolean;
  /** A queue for what was given up. */
  readonly onFailureArn?: string;
}

/**
 * Feeds a table's stream to a function from its first record on, in order, one batch at a time, until the function is
 * removed. A batch that failed holds up all after it until it succeeds or is given up.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 * @throws ResourceNotFoundException, InvalidParameterValueException
 */
export async function mapStream(sandbox: Sandbox, mapping: StreamMapping): Promise<void> {
  const stream = requireSource(mapping, sandbox);
  const reader: Reader = {
    sandbox,
    mapping,
    stream,
    position: 0,
    failures: 0,
    batchSize: mapping.batchSize,
    isBusy: false,
    stop: () => {},
  };
  const listener = () => read(reader);
  stream.listeners.add(listener);
  reader.stop = () => void stream.listeners.delete(listener);
  read(reader);
}

interface Reader {
  readonly sandbox: Sandbox;
  readonly mapping: StreamMapping;
  readonly stream: Stream;
  /** Records before it are done. */
  position: number;
  /** Of the batch at the position, in a row. */
  failures: number;
  /** How many records the next batch may have. */
  batchSize: number;
  isBusy: boolean;
  stop: () => void;
}

function requireSource({ tableArn, functionArn }: StreamMapping, sandbox: Sandbox): Stream {
  const target = requireFunction(functionArn, sandbox);
  const stream = findTable(tableArn, sandbox)?.stream;
  if (!stream) throw awsError("InvalidParameterValueException", `Stream not found: ${tableArn}`);
  const onStream = ["GetRecords", "GetShardIterator", "DescribeStream"].map((operation) => ({
    action: `dynamodb:${operation}`,
    resource: stream.arn,
  }));
  const onAll = { action: "dynamodb:ListStreams", resource: "*" };
  requireReadable([...onStream, onAll], target, sandbox);
  return stream;
}

function read(reader: Reader): void {
  const { sandbox, mapping, stream, position } = reader;
  const target = functionStore(sandbox).get(mapping.functionArn);
  if (!target) reader.stop();
  const batch = stream.records.slice(position, position + reader.batchSize);
  if (!target || reader.isBusy || batch.length === 0) return;
  reader.isBusy = true;
  sandbox.track(run(batch, target, reader));
}

async function run(batch: readonly StreamRecord[], target: DeployedFunction, reader: Reader): Promise<void> {
  const { sandbox, mapping, stream } = reader;
  const requestId = sandbox.ids.uuid();
  const result = await invoke(target, { Records: batch }, requestId, sandbox);
  const givenUp = settle(reader, batch, result);
  if (givenUp.records.length === 0) return;
  const failure = failureOf(givenUp, { requestId, stream, target, sandbox });
  await keepFailed(failure, mapping.onFailureArn, target, sandbox);
}

interface Failed {
  readonly requestId: string;
  readonly stream: Stream;
  readonly target: DeployedFunction;
  readonly sandbox: Sandbox;
}

/** Tells where the records are, and not what they are. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
function failureOf({ records, condition, attempts }: GivenUp, failed: Failed) {
  const { requestId, stream, target, sandbox } = failed;
  return {
    requestContext: {
      requestId,
      functionArn: target.arn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: sandbox.clock.now().toISOString(),
    DDBStreamBatchInfo: {
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      batchSize: records.length,
      streamArn: stream.arn,
    },
  };
}

interface GivenUp {
  readonly records: readonly StreamRecord[];
  readonly condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
  readonly attempts: number;
}

/** Goes on to the next batch, or tries what is left of this one again, later. The answer is what is given up. */
function settle(reader: Reader, batch: readonly StreamRecord[], result: InvocationResult): GivenUp {
  const { mapping, sandbox } = reader;
  const done = doneIn(batch, result, mapping);
  const left = batch.slice(done);
  const isSplit = mapping.bisect === true && result.kind !== "succeeded" && left.length > 1;
  const attempts = reader.failures + 1;
  const isExhausted = !isSplit && attempts > (mapping.retries ?? Number.POSITIVE_INFINITY);
  const records = isExhausted ? left : left.filter((record) => isTooOld(record, reader));
  reader.position += done + records.length;
  reader.batchSize = isSplit ? Math.ceil(left.length / 2) : mapping.batchSize;
  reader.failures = left.length === records.length ? 0 : reader.failures + 1;
  const goOn = () => {
    reader.isBusy = false;
    read(reader);
  };
  if (reader.failures === 0) goOn();
  else sandbox.clock.after(retryDelayMs(reader.failures), goOn);
  return { records, condition: isExhausted ? "RetryAttemptsExhausted" : "RecordAgeExceeded", attempts };
}

function isTooOld({ dynamodb }: StreamRecord, { mapping, sandbox }: Reader): boolean {
  const age = sandbox.clock.now().getTime() - dynamodb.ApproximateCreationDateTime * 1000;
  return age > (mapping.recordAgeMs ?? Number.POSITIVE_INFINITY);
}

/** How many records from the first on need no repetition. */
function doneIn(batch: readonly StreamRecord[], result: InvocationResult, mapping: StreamMapping): number {
  if (result.kind !== "succeeded") return 0;
  if (!mapping.reportBatchItemFailures) return batch.length;
  const numbers = batch.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const failed = failedItems(result.value, numbers);
  const first = numbers.findIndex((number) => failed.has(number));
  return first < 0 ? batch.length : first;
}

/** One second, doubled with each failure up to a minute. Lambda's own schedule is unverified: a function that fails would show. */
function retryDelayMs(failures: number): number {
  return Math.min(1000 * 2 ** (failures - 1), 60_000);
}
