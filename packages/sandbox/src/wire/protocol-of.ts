import type { Service } from "../service.ts";
import { awsJson } from "./json.ts";
import type { Protocol, ProtocolSettings } from "./protocol.ts";
import { awsQuery } from "./query.ts";
import { restJson } from "./rest-json.ts";
import { restXml } from "./rest-xml.ts";

/** The protocol that the clients of the service speak, from such a client itself. */
export function protocolOf(service: Service): Protocol {
  const known = protocols.get(service);
  if (known) return known;
  const protocol = makeProtocol(service);
  protocols.set(service, protocol);
  return protocol;
}

const protocols = new WeakMap<Service, Protocol>();

function makeProtocol({ sdk, client }: Service): Protocol {
  const { protocol, protocolSettings } = client().config as ProtocolSettings;
  const id = protocol.getShapeId();
  if (id === "aws.protocols#awsQuery") return awsQuery(sdk, protocolSettings);
  if (id === "aws.protocols#awsJson1_0") return awsJson(sdk, "1.0", protocolSettings);
  if (id === "aws.protocols#awsJson1_1") return awsJson(sdk, "1.1", protocolSettings);
  if (id === "aws.protocols#restJson1") return restJson(sdk);
  if (id === "aws.protocols#restXml") return restXml(sdk, protocolSettings);
  throw new Error(`The sandbox does not speak ${id}.`);
}
