import { InvalidArnException, NotFoundException } from "@aws-sdk/client-kms";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import { kmsArn } from "./make-key.ts";
import { secretsManagerAlias, secretsManagerKey } from "./managed-key.ts";
import { type Key, keyStore } from "./state.ts";

/** Where a key is looked for: the sandbox, and the account and Region that were asked. */
export interface KeyRequest {
  readonly sandbox: Sandbox;
  readonly place: Place;
}

/**
 * The key that an id, an ARN, an alias or an alias ARN names.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 * @throws NotFoundException, InvalidArnException
 */
export function findKey(reference: string | undefined, ask: KeyRequest): Key {
  const text = reference ?? "";
  const { place, resource } = text.startsWith("arn:")
    ? readArn(text, ask.place)
    : { place: ask.place, resource: text };
  if (resource.startsWith("alias/")) return keyOfAlias(resource, { ...ask, place });
  const id = resource.replace(/^key\//, "");
  if (!keyId.test(id)) throw notFound(`Invalid keyId '${text}'`);
  const key = keyStore(ask.sandbox, place).keys.get(id);
  if (!key) throw notFound(`Key '${kmsArn(place, `key/${id}`)}' does not exist`);
  return key;
}

/**
 * The same for operations that take a key id or key ARN and no alias: those that change a key.
 * @throws NotFoundException, InvalidArnException
 */
export function findKeyToChange(reference: string | undefined, ask: KeyRequest): Key {
  if (reference?.startsWith("alias/")) throw notFound(`Invalid keyId '${reference}'`);
  if (reference?.includes(":alias/")) throw invalidArn(reference);
  return findKey(reference, ask);
}

const keyId = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const arnForm =
  /^arn:(?<partition>[^:]+):kms:(?<region>[^:]+):(?<account>\d{12}):(?<resource>(key|alias)\/.+)$/;

function readArn(text: string, asked: Place): { readonly place: Place; readonly resource: string } {
  const { region, account, resource } = arnForm.exec(text)?.groups ?? {};
  if (!region || !account || !resource) throw invalidArn(text);
  if (region !== asked.region) throw notFound(`Invalid arn ${region}`);
  return { place: { ...asked, account }, resource };
}

function keyOfAlias(name: string, { sandbox, place }: KeyRequest): Key {
  if (name === secretsManagerAlias) return secretsManagerKey(sandbox, place);
  const store = keyStore(sandbox, place);
  const key = store.keys.get(store.aliases.get(name)?.keyId ?? "");
  if (!key) throw notFound(`Alias ${kmsArn(place, name)} is not found.`);
  return key;
}

function notFound(message: string) {
  return new NotFoundException({ message, $metadata: {} });
}

function invalidArn(text: string) {
  return new InvalidArnException({ message: `Invalid arn ${text}`, $metadata: {} });
}
