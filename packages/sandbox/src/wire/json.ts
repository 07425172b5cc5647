import { awsError } from "../errors.ts";
import { LosslessJson } from "./lossless-json.ts";
import type { Protocol, ProtocolSettings, Reply } from "./protocol.ts";
import { faultOf, operationSchema, type Sdk } from "./schema.ts";
import { wireValue } from "./wire-value.ts";

/**
 * AwsJson 1.0 and 1.1, which differ in the content type only:
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function awsJson(sdk: Sdk, version: string, settings: ProtocolSettings["protocolSettings"]): Protocol {
  const reply = (status: number, body: unknown, requestId: string, more = {}): Reply => ({
    status,
    headers: { "content-type": `application/x-amz-json-${version}`, "x-amzn-requestid": requestId, ...more },
    body: JSON.stringify(body, wireValue),
  });

  return {
    family: "json",
    async read({ headers, body }) {
      const operation = headers["x-amz-target"]?.split(".").at(-1) ?? "";
      const schema = operationSchema(sdk, operation);
      if (!schema)
        throw awsError("UnknownOperationException", `The service has no operation "${operation}".`);
      return { operation, input: await new LosslessJson().read(schema.input, body) };
    },
    write: (_, output, requestId) => reply(200, output ?? {}, requestId),
    fail(error, requestId) {
      const fault = faultOf(sdk, error);
      const { name, status, queryCode, queryStatus, sender, message, messageMember, members } = fault;
      const values = Object.entries(members).map(([member, { value }]) => [member, value]);
      const body = { __type: name, [messageMember]: message, ...Object.fromEntries(values) };
      const queryError = { "x-amzn-query-error": `${queryCode};${sender ? "Sender" : "Receiver"}` };
      // The status in the models is not what these protocols send: a KMS key that is not there is a 400.
      // https://github.com/hashicorp/terraform-provider-aws/pull/1818
      if (!settings.awsQueryCompatible) return reply(sender ? 400 : status, body, requestId);
      return reply(sender ? (queryStatus ?? 400) : status, body, requestId, queryError);
    },
  };
}
