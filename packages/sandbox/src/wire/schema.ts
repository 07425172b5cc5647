/** The SDK's schemas: an operation's input and output, an exception's code, status and members. */
import type { $Schema, $SchemaRef, StaticErrorSchema, StaticOperationSchema } from "@smithy/types";

export { NormalizedSchema } from "@smithy/core/schema";
export type {
  $Schema,
  $SchemaRef,
  StaticErrorSchema,
  StaticOperationSchema,
  StaticStructureSchema,
} from "@smithy/types";

import type { Service } from "../service.ts";

export type Sdk = Service["sdk"];

/** The schemas of an operation, or undefined if the SDK does not know it. */
export function operationSchema(sdk: Sdk, operation: string) {
  const schema = /^\w+$/.test(operation) ? sdk[`${operation}$`] : undefined;
  if (!Array.isArray(schema) || schema[0] !== 9) return undefined;
  const [, , , , input, output] = schema as StaticOperationSchema;
  return { input: resolve(input), output: resolve(output) };
}

/** How an error goes on the wire. */
export interface WireFault {
  /** The exception's name: the code of the JSON protocols. */
  readonly name: string;
  /** The code of AwsQuery, which differs for many: `NoSuchEntity` for `NoSuchEntityException`. */
  readonly queryCode: string;
  /** Its status there. */
  readonly queryStatus: number | undefined;
  readonly status: number;
  readonly sender: boolean;
  readonly message: string;
  /** What the JSON protocols call it: the model's word, which is `Message` for Secrets Manager. */
  readonly messageMember: string;
  /** The modelled members other than the message, and their schemas. */
  readonly members: Readonly<Record<string, { readonly value: unknown; readonly schema: $SchemaRef }>>;
}

/** Errors that are no AWS exceptions are the sandbox's own failure, as AWS reports its own. */
export function faultOf(sdk: Sdk, error: unknown): WireFault {
  if (!isServiceException(error)) return internalFailure(error);
  const schema = sdk[`${error.name}$`];
  const modelled = Array.isArray(schema) && schema[0] === -3 ? (schema as StaticErrorSchema) : undefined;
  const traits = (modelled?.[3] ?? {}) as ErrorTraits;
  const status = traits.httpError ?? error.$metadata.httpStatusCode;
  return {
    name: error.name,
    queryCode: traits.awsQueryError?.[0] ?? error.name,
    queryStatus: traits.awsQueryError?.[1],
    status: status ?? (error.$fault === "server" ? 500 : 400),
    sender: error.$fault !== "server",
    message: error.message,
    messageMember: modelled?.[4].find(isMessage) ?? "message",
    members: modelled ? membersOf(modelled, error) : {},
  };
}

interface ErrorTraits {
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly httpError?: number;
}

type ServiceError = Error & {
  readonly $fault: "client" | "server";
  readonly $metadata: { readonly httpStatusCode?: number };
};

function isServiceException(error: unknown): error is ServiceError {
  return error instanceof Error && "$fault" in error && "$metadata" in error;
}

function internalFailure(error: unknown): WireFault {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    name: "InternalFailure",
    queryCode: "InternalFailure",
    queryStatus: undefined,
    status: 500,
    sender: false,
    message,
    messageMember: "message",
    members: {},
  };
}

function membersOf([, , , , names, schemas]: StaticErrorSchema, error: object): WireFault["members"] {
  const values = new Map(Object.entries(error));
  const pairs = names.map(
    (name, index) => [name, { value: values.get(name), schema: schemas[index] ?? 0 }] as const,
  );
  return Object.fromEntries(pairs.filter(([name, { value }]) => value !== undefined && !isMessage(name)));
}

function isMessage(member: string): boolean {
  return member.toLowerCase() === "message";
}

function resolve(schema: $SchemaRef): $Schema {
  return typeof schema === "function" ? resolve(schema()) : schema;
}
