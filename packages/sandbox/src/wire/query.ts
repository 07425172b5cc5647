import { XmlShapeDeserializer, XmlShapeSerializer } from "@aws-sdk/core/protocols";
import { awsError } from "../errors.ts";
import { formTree } from "./form-tree.ts";
import type { Protocol, ProtocolSettings, Reply } from "./protocol.ts";
import {
  type $SchemaRef,
  faultOf,
  operationSchema,
  type Sdk,
  type StaticStructureSchema,
  type WireFault,
} from "./schema.ts";

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
      const input: unknown = new XmlShapeDeserializer(settings).readSchema(schema.input, members);
      return { operation: String(operation), input };
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

const settings = {
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
  xmlNamespace: "",
  serviceNamespace: "",
} as const;

function resultOf(sdk: Sdk, operation: string, output: unknown): string {
  const schema = operationSchema(sdk, operation)?.output;
  if (!Array.isArray(schema)) return "";
  const [kind, namespace, , ...rest] = schema as StaticStructureSchema;
  return xml([kind, namespace, `${operation}Result`, ...rest], output).replace(notXml, "\uFFFD");
}

function errorElement({ sender, queryCode, message, members }: WireFault): string {
  const values = Object.entries(members).map(([name, { value }]) => [name, value] as const);
  const schemas = Object.values(members).map(({ schema }) => schema);
  const names = [...fixed, ...Object.keys(members)];
  const schema: StaticStructureSchema = [
    3,
    "sandbox",
    "Error",
    0,
    names,
    [...fixed.map(() => text), ...schemas],
  ];
  const Type = sender ? "Sender" : "Receiver";
  return xml(schema, { Type, Code: queryCode, Message: message, ...Object.fromEntries(values) });
}

const fixed = ["Type", "Code", "Message"];
const text: $SchemaRef = 0;

function xml(schema: StaticStructureSchema, value: unknown): string {
  const writer = new XmlShapeSerializer(settings);
  writer.write(schema, value);
  return String(writer.flush());
}

/** Characters that XML 1.0 cannot carry, not even escaped: one of them would make a whole list unreadable. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
