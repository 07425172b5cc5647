/** dynalite without its HTTP server: its store, and one function for all of its operations. */
import { createRequire } from "node:module";
import type { Place } from "../../service.ts";

/** A value as it is on the wire: JSON, bytes in base64. */
export type Wire = Readonly<Record<string, unknown>>;

/** One in-memory database. */
export interface Dynalite {
  /** Carries out an operation. @throws DynaliteError, and Error once it is closed */
  perform(operation: string, input: Wire): Promise<Wire>;
  /** What the write's condition says of an item, without the write. @throws DynaliteError */
  meetsCondition(operation: string, input: Wire, item: Wire | undefined): boolean;
  /** Once what runs is done. */
  close(): Promise<void>;
}

/** What dynalite answers when it refuses: the body of an AWS error. */
export class DynaliteError extends Error {
  override readonly name = "DynaliteError";
  readonly body: { readonly __type?: string; readonly message?: string; readonly Message?: string };

  constructor(body: DynaliteError["body"]) {
    super(body.message ?? body.Message ?? "");
    this.body = body;
  }
}

/** An empty database. ARNs are those of that account and Region; tables change their state at once. */
export function openDynalite({ account, region }: Place): Dynalite {
  const { create } = load("db/index.js") as Database;
  const store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  store.tableDb.awsAccountId = account;
  store.tableDb.awsRegion = region;
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  return {
    async perform(operation, input) {
      if (isClosed) throw new Error(`DynamoDB is closed: no ${operation} any more.`);
      const answer = perform(store, operation, input);
      running.add(answer);
      return answer.finally(() => running.delete(answer));
    },
    meetsCondition: (operation, input, item) => meetsCondition(store, operation, input, item),
    // An operation reads on after each of its steps, and one that finds the database closed ends the process.
    async close() {
      isClosed = true;
      await Promise.allSettled(running);
      await new Promise<void>((resolve) => store.db.close(resolve));
    },
  };
}

function perform(store: Store, operation: string, input: Wire): Promise<Wire> {
  const action = load(`actions/${fileOf(operation)}.js`) as Action;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(refusalOr(error));
    try {
      const data = checked(store, operation, input);
      action(store, data, (error, output) => (error ? fail(error) : resolve(output ?? {})));
    } catch (error) {
      fail(error);
    }
  });
}

function meetsCondition(store: Store, operation: string, input: Wire, item: Wire | undefined): boolean {
  const { checkConditional } = load("db/index.js") as Database;
  try {
    return checkConditional(checked(store, operation, input), item) == null;
  } catch (error) {
    throw refusalOr(error);
  }
}

function checked(store: Store, operation: string, input: Wire): Wire {
  const { checkTypes, checkValidations } = load("validations/index.js") as Validations;
  const { types, custom } = load(`validations/${fileOf(operation)}.js`) as Rules;
  const data = checkTypes(structuredClone(input), types);
  checkValidations(data, types, custom, store);
  return data;
}

function fileOf(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}

function refusalOr(error: unknown): unknown {
  return isRefusal(error) ? new DynaliteError(error.body) : error;
}

interface Store {
  readonly tableDb: { awsAccountId: string; awsRegion: string };
  readonly db: { close(done: () => void): void };
}
interface Database {
  create(options: Wire): Store;
  /** What is wrong, if anything. */
  checkConditional(data: Wire, item: Wire | undefined): unknown;
}
interface Validations {
  checkTypes(data: Wire, types: unknown): Wire;
  checkValidations(data: Wire, types: unknown, custom: unknown, store: Store): void;
}
interface Rules {
  readonly types: unknown;
  readonly custom: unknown;
}
type Action = (store: Store, data: Wire, done: (error: unknown, output?: Wire) => void) => void;

const require = createRequire(import.meta.url);

/** dynalite is CommonJS without types; its version is pinned. */
function load(path: string): unknown {
  return require(`dynalite/${path}`);
}

function isRefusal(error: unknown): error is { readonly body: DynaliteError["body"] } {
  return typeof error === "object" && error !== null && "statusCode" in error && "body" in error;
}
