import { awsError } from "../errors.ts";
import { formTree } from "./form-tree.ts";
import type { Protocol, ProtocolSettings, Reply } from "./protocol.ts";
import { faultOf, operationSchema, type Sdk, type StaticStructureSchema } from "./schema.ts";
import { errorElement, readXml, writeXml } from "./xml.ts";

/** AwsQuery: a form in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function awsQuery(sdk: Sdk, { xmlNamespace = "" }: ProtocolSettings["protocolSettings"]): Protocol {
  const reply = (status: number, element: string, content: string, requestId: string): Reply => ({
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<${element} xmlns="${xmlNamespace}">${content}</${element}>`,
  });

  return {
    family: "query",
    async read({ body }) {
      const { Action: operation = "", Version, ...members } = formTree(new TextDecoder().decode(body));
      const schema = operationSchema(sdk, String(operation));
      if (!schema)
        throw awsError("InvalidAction", `Could not find operation ${operation} for version ${Version}`);
      return { operation: String(operation), input: readXml(schema.input, members) };
    },
    write(operation, output, requestId) {
      const result = resultOf(sdk, operation, output ?? {});
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      return reply(200, `${operation}Response`, result + metadata, requestId);
    },
    fail(error, requestId) {
      const fault = faultOf(sdk, error);
      const content = `${errorElement(fault)}<RequestId>${requestId}</RequestId>`;
      return reply(fault.status, "ErrorResponse", content, requestId);
    },
  };
}

function resultOf(sdk: Sdk, operation: string, output: unknown): string {
  const schema = operationSchema(sdk, operation)?.output;
  if (!Array.isArray(schema)) return "";
  const [kind, namespace, , ...rest] = schema as StaticStructureSchema;
  return writeXml([kind, namespace, `${operation}Result`, ...rest], output);
}
