/** A DNS server on loopback that answers whatever a test likes. https://www.rfc-editor.org/rfc/rfc1035 */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { onTestFinished } from "vitest";

export type DnsAnswer =
  | { readonly addresses?: readonly string[]; readonly alias?: string }
  | "NXDOMAIN"
  | "SERVFAIL"
  | "REFUSED"
  | "silence"
  | "garbage";

export interface DnsQuestion {
  readonly name: string;
  readonly type: "A" | "AAAA" | "CNAME" | "other";
  /** How often this was asked before. */
  readonly before: number;
}

export interface DnsServer {
  /** As resolvers are told: `127.0.0.1:5353`. */
  readonly address: string;
  readonly asked: readonly DnsQuestion[];
}

/** Gone when the test ends, or when whoever is given `end` in its place asks for it. */
export async function dnsServer(
  answer: (question: DnsQuestion) => DnsAnswer,
  atEnd: (end: () => void) => void = onTestFinished,
): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const asked: DnsQuestion[] = [];
  socket.on("message", (message, { port, address }) => {
    const { name, type, end } = readQuestion(message);
    const before = asked.filter((each) => each.name === name && each.type === type).length;
    const question = { name, type, before };
    asked.push(question);
    const reply = replyTo(message.subarray(0, end), question, answer(question));
    if (reply !== undefined) socket.send(reply, port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  atEnd(() => void socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked };
}

const types = { A: 1, AAAA: 28, CNAME: 5 } as const;
const responseCodes = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const;

function readQuestion(message: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const number = message.readUInt16BE(at + 1);
  const type =
    (Object.keys(types) as (keyof typeof types)[]).find((each) => types[each] === number) ?? "other";
  return { name: labels.join(".").toLowerCase(), type, end: at + 5 } as const;
}

function replyTo(query: Buffer, { type }: DnsQuestion, answer: DnsAnswer): Buffer | undefined {
  if (answer === "silence") return undefined;
  if (answer === "garbage") return Buffer.concat([query.subarray(0, 2), Buffer.alloc(30, 0xff)]);
  const records = typeof answer === "string" ? [] : recordsOf(answer, type);
  const head = Buffer.from(query);
  head.writeUInt16BE(0x8180 | (typeof answer === "string" ? responseCodes[answer] : 0), 2);
  head.writeUInt16BE(records.length, 6);
  // No additional records: those of the query are left out.
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  return Buffer.concat([head, ...records]);
}

function recordsOf({ addresses = [], alias }: Exclude<DnsAnswer, string>, type: DnsQuestion["type"]) {
  const owner = alias === undefined || type === "CNAME" ? Buffer.from([0xc0, 12]) : encodedName(alias);
  const aliasRecord =
    alias === undefined ? [] : [record(Buffer.from([0xc0, 12]), types.CNAME, encodedName(alias))];
  const own =
    type === "A"
      ? addresses.filter((each) => !each.includes(":"))
      : addresses.filter((each) => each.includes(":"));
  const isAddress = type === "A" || type === "AAAA";
  return [...aliasRecord, ...(isAddress ? own.map((each) => record(owner, types[type], bytesOf(each))) : [])];
}

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

function encodedName(name: string): Buffer {
  return Buffer.concat([
    ...name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

/** IPv6 addresses are given in full: eight groups. */
function bytesOf(address: string): Buffer {
  if (!address.includes(":")) return Buffer.from(address.split(".").map(Number));
  return Buffer.from(
    address
      .split(":")
      .map((group) => group.padStart(4, "0"))
      .join(""),
    "hex",
  );
}
