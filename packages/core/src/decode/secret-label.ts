/**
 * Secrets Manager's own event about the label of a version; it needs no trail. A put value, a label that is moved and a rotation
 * that ends raise it for AWSCURRENT.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
 */
import type { JsonObject } from "../model/json.ts";
import { parseSecretReference, pulledLabel } from "../model/secret.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { ignore } from "./ignore.ts";
import { objectOf, textOf, textsOf } from "./members.ts";
import { originOf } from "./origin.ts";
import { secretTrigger } from "./secrets-manager.ts";

export const secretLabelUpdated = "Secret Label Updated";

/** Who did it, the event does not say. */
export function decodeSecretLabel(envelope: JsonObject): Trigger | Ignored {
  const origin = originOf(envelope, secretLabelUpdated, "unknown");
  if ("reason" in origin) return origin;
  const detail = objectOf(envelope, "detail");
  const label = textOf(detail, "labelUpdated");
  if (label !== pulledLabel) {
    return ignore(
      `a pull reads the version with the label ${pulledLabel}, and this is the label ${label ?? "of no name"}`,
    );
  }
  const references = [...textsOf(envelope, "resources"), textOf(detail, "name")].flatMap((text) =>
    text === undefined ? [] : (parseSecretReference(text) ?? []),
  );
  const secret = references.find(({ kind }) => kind === "arn") ?? references[0];
  return secret === undefined
    ? ignore(`this ${secretLabelUpdated} does not say which secret`)
    : secretTrigger("secret-changed", secret, origin);
}
