/** Certificates of an authority of the tests' own, as X.509 has them. https://www.rfc-editor.org/rfc/rfc5280 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";

export interface Certified {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certified {
  /** A certificate for these names and IPv4 addresses; valid now, unless it is said otherwise. */
  issue(names: readonly string[], validity?: Validity): Certified;
}

interface Validity {
  readonly from?: Date;
  readonly to?: Date;
}

export function createAuthority(name = "Authority of the tests"): Authority {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const cert = certificate({
    subject: name,
    issuer: name,
    signer: keys.privateKey,
    ...keys,
    names: [],
    isAuthority: true,
  });
  return {
    cert,
    key: pem(keys.privateKey),
    issue(names, validity) {
      const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const [subject = ""] = names;
      const issued = {
        subject,
        issuer: name,
        signer: keys.privateKey,
        publicKey: own.publicKey,
        names,
        isAuthority: false,
      };
      return { cert: certificate({ ...issued, ...validity }), key: pem(own.privateKey) };
    },
  };
}

interface Contents extends Validity {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly names: readonly string[];
  readonly isAuthority: boolean;
}

const dayMs = 86_400_000;

function certificate({ subject, issuer, publicKey, signer, names, isAuthority, from, to }: Contents): string {
  const algorithm = sequence(oid("1.2.840.10045.4.3.2"));
  const constraints = sequence(
    oid("2.5.29.19"),
    boolean(true),
    octets(isAuthority ? sequence(boolean(true)) : sequence()),
  );
  const alternatives = sequence(oid("2.5.29.17"), octets(sequence(...names.map(generalName))));
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(issuer),
    sequence(time(from ?? new Date(Date.now() - dayMs)), time(to ?? new Date(Date.now() + dayMs))),
    distinguishedName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(constraints, ...(names.length === 0 ? [] : [alternatives]))),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", toBeSigned, signer));
  const lines =
    sequence(toBeSigned, algorithm, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function pem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const octets = (part: Buffer) => der(0x04, part);
const integer = (bytes: Buffer) => der(0x02, bytes);
const boolean = (value: boolean) => der(0x01, Buffer.from([value ? 255 : 0]));

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): readonly number[] {
  const digits = [number & 127];
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128);
  return digits;
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid("2.5.4.3"), der(0x0c, Buffer.from(commonName)))));
}

function generalName(name: string): Buffer {
  return isIPv4(name) ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name));
}

/** UTCTime until 2049. */
function time(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replaceAll(/[-T:]/g, "")}Z`));
}
