import { awsError } from "../errors.ts";
import { LosslessJson } from "./lossless-json.ts";
import type { Protocol, Reply, WireRequest } from "./protocol.ts";
import { boundMembers, headerOf, routedCall, routesOf } from "./routes.ts";
import { faultOf, operationSchema, type Sdk } from "./schema.ts";
import { wireValue } from "./wire-value.ts";

/**
 * RestJson: method and path name the operation, and hold members of its input; the rest is JSON.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export function restJson(sdk: Sdk): Protocol {
  const routes = routesOf(sdk);
  const reply = (status: number, body: unknown, requestId: string, more = {}): Reply => ({
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId, ...more },
    body: JSON.stringify(body, wireValue),
  });

  return {
    family: "json",
    async read(request) {
      const call = routedCall(routes, request);
      const { input } = (call && operationSchema(sdk, call.operation)) ?? {};
      if (call === undefined || input === undefined) throw unknownOperation(request);
      const body = await new LosslessJson().read(input, request.body);
      return { operation: call.operation, input: { ...(body as object), ...boundMembers(input, call) } };
    },
    write(operation, output, requestId) {
      const status = routes.find((route) => route.operation === operation)?.status ?? 200;
      return reply(status, output ?? {}, requestId);
    },
    fail(error, requestId) {
      const { name, status, message, messageMember, members } = faultOf(sdk, error);
      const parts = Object.entries(members).map(([member, { value, schema }]) => {
        return { member, value, header: headerOf(schema) };
      });
      const headers = parts.flatMap(({ header, value }) => (header ? [[header, String(value)]] : []));
      const body = parts.flatMap(({ header, member, value }) => (header ? [] : [[member, value]]));
      const more = { "x-amzn-errortype": name, ...Object.fromEntries(headers) };
      return reply(status, { [messageMember]: message, ...Object.fromEntries(body) }, requestId, more);
    },
  };
}

function unknownOperation({ method, target }: WireRequest) {
  return awsError("UnknownOperationException", `The service has no operation ${method} ${target}`, 501);
}
