/**
 * Calls of services of which pullpass needs an operation or two: too few to carry their clients along. Credentials,
 * signature, connection and timeouts are those of the SDK's clients.
 */
import { IAMClient } from "@aws-sdk/client-iam";
import { loadConfig } from "@smithy/core/config";
import { isJsonObject, type JsonObject } from "../model/json.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrors } from "./errors.ts";

interface JsonCall {
  /** As it is in signatures and in names of hosts. */
  readonly service: "organizations" | "securityhub" | "ssm";
  readonly region: string;
  readonly operation: string;
  /** Else POST. */
  readonly method?: "GET";
  readonly path: string;
  /** For services that name the operation in a header. */
  readonly target?: string;
  readonly contentType: "application/json" | "application/x-amz-json-1.1";
  /** What the call is about, for messages. */
  readonly resource: string;
  readonly input: JsonObject;
}

/** The members of the answer. @throws the errors of `errors.ts` */
export type SignedJson = (call: JsonCall) => Promise<JsonObject>;

export function signedJson(connection: Connection): SignedJson {
  const client = perRegion((region) => new IAMClient(connection(region)));
  return (call) =>
    withAwsErrors({ call: `${call.service}:${call.operation}`, resource: call.resource }, async () => {
      const { config } = client(call.region);
      const { service: signingName, region: signingRegion } = call;
      const signer = await config.signer({ name: "sigv4", signingName, signingRegion, properties: {} });
      const { response } = await config.requestHandler.handle(await signer.sign(await requestOf(call)));
      const { body } = response;
      const text = new TextDecoder().decode(
        body instanceof Uint8Array ? body : await config.streamCollector(body),
      );
      if (response.statusCode >= 300) throw failureOf(response.statusCode, response.headers, text);
      return objectIn(text);
    });
}

async function requestOf(call: JsonCall) {
  const { protocol, hostname, port } = await endpointOf(call);
  return {
    method: call.method ?? "POST",
    protocol,
    hostname,
    ...(port !== "" && { port: Number(port) }),
    path: call.path,
    query: {},
    headers: {
      host: port === "" ? hostname : `${hostname}:${port}`,
      "content-type": call.contentType,
      ...(call.target !== undefined && { "x-amz-target": call.target }),
    },
    ...(call.method !== "GET" && { body: JSON.stringify(call.input) }),
  };
}

/** From the environment, or else the profile. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
async function endpointOf({ service, region }: JsonCall): Promise<URL> {
  const configured = await loadConfig<string>({
    environmentVariableSelector: (env) =>
      env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env.AWS_ENDPOINT_URL || undefined,
    configFileSelector: (profile, file) =>
      file?.[`services.${profile.services}`]?.[`${service}.endpoint_url`] || profile.endpoint_url,
    default: "",
  })();
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return new URL(configured || `https://${service}.${region}.${suffix}`);
}

/** As the SDK's clients have it: the name without what stands before `#` and after `:`. */
function failureOf(status: number, headers: Readonly<Record<string, string>>, text: string): Error {
  const body = objectIn(text);
  const type = String(headers["x-amzn-errortype"] ?? body.__type ?? body.code ?? `Status${status}`);
  const message = String(body.message ?? body.Message ?? `it answered with status ${status}`);
  const error = new Error(message);
  const name = (type.split("#").at(-1) ?? type).split(":")[0] ?? type;
  // By this status what Security Hub calls a limit is its rate: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
  error.name = status === 429 ? "TooManyRequestsException" : name;
  return Object.assign(error, { $fault: status < 500 ? "client" : "server" });
}

function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
