import { awsError } from "../errors.ts";
import type { Protocol, ProtocolSettings, Reply, WireRequest } from "./protocol.ts";
import { boundMembers, routedCall, routesOf } from "./routes.ts";
import { type $Schema, faultOf, NormalizedSchema, operationSchema, type Sdk } from "./schema.ts";
import { errorElement, parseXml, writeXml } from "./xml.ts";

/**
 * RestXml: method and path name the operation, and hold members of its input; the rest is an XML document, and so is the answer.
 * https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 */
export function restXml(sdk: Sdk, { xmlNamespace = "" }: ProtocolSettings["protocolSettings"]): Protocol {
  const routes = routesOf(sdk);

  return {
    family: "query",
    async read(request) {
      const call = routedCall(routes, request);
      const { input } = (call && operationSchema(sdk, call.operation)) ?? {};
      if (call === undefined || input === undefined) throw unknownOperation(request);
      const body = await bodyOf(input, request);
      return { operation: call.operation, input: { ...body, ...boundMembers(input, call) } };
    },
    write(operation, output, requestId) {
      const shape = NormalizedSchema.of(operationSchema(sdk, operation)?.output ?? "unit");
      const headers = boundToHeaders(shape);
      const members = Object.entries(output ?? {});
      const inBody = members.filter(([member]) => !headers.has(member));
      const inHeaders = members.flatMap(([member, value]) => {
        const header = headers.get(member);
        return header === undefined || value === undefined ? [] : [[header, String(value)] as const];
      });
      return {
        status: routes.find((route) => route.operation === operation)?.status ?? 200,
        headers: { ...plain(requestId), ...Object.fromEntries(inHeaders) },
        body: shape.isStructSchema() ? writeXml(shape, Object.fromEntries(inBody), xmlNamespace) : "",
      };
    },
    fail(error, requestId) {
      const fault = faultOf(sdk, error);
      const content = `${errorElement(fault)}<RequestId>${requestId}</RequestId>`;
      return {
        status: fault.status,
        headers: plain(requestId),
        body: `<ErrorResponse xmlns="${xmlNamespace}">${content}</ErrorResponse>`,
      };
    },
  };
}

function unknownOperation({ method, target = "" }: WireRequest) {
  return awsError("InvalidAction", `The service has no operation ${method} ${target.slice(0, 200)}`, 404);
}

async function bodyOf(input: $Schema, { body }: WireRequest): Promise<object> {
  const read = body.length === 0 ? {} : await parseXml(input, body).catch(malformed);
  return typeof read === "object" && read !== null ? read : {};
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html#API_CreateHostedZone_Errors */
function malformed(error: unknown): never {
  throw awsError("InvalidInput", `Invalid XML ; ${error instanceof Error ? error.message : error}`);
}

function plain(requestId: string): Reply["headers"] {
  return { "content-type": "text/xml", "x-amzn-requestid": requestId };
}

/** By member. */
function boundToHeaders(shape: NormalizedSchema): ReadonlyMap<string, string> {
  if (!shape.isStructSchema()) return new Map();
  return new Map(
    [...shape.structIterator()].flatMap(([name, member]) => {
      const { httpHeader } = member.getMergedTraits();
      return httpHeader === undefined ? [] : [[name, String(httpHeader).toLowerCase()] as const];
    }),
  );
}
