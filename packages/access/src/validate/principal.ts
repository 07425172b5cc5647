import { isMembers } from "../policy/members.ts";
import { isPartition } from "./arn.ts";
import { type Fault, type PolicyKind, refused } from "./fault.ts";
import { below, type Placed, textsAt } from "./place.ts";
import type { Element } from "./statement.ts";
import type { Surroundings } from "./surroundings.ts";

interface Where {
  /** The statement's. */
  readonly path: string;
  readonly kind: PolicyKind;
  readonly effect: unknown;
  readonly surroundings: Surroundings;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function* principalFaults(found: readonly Element[], where: Where): Iterable<Fault> {
  if (where.kind === "identity") {
    for (const { name, path } of found)
      yield refused("principal-prohibited", path, `A policy of a role or user has no ${name}.`, name);
    return;
  }
  if (found.length === 0) {
    const message = "The statement does not say whom it is about: it has no Principal.";
    yield refused("principal-missing", where.path, message);
  }
  for (const element of found) {
    if (element.negated) yield* negationFaults(element, where);
    yield* entryFaults(element, where);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
function* negationFaults({ path }: Element, { kind, effect }: Where): Iterable<Fault> {
  if (effect === "Allow")
    yield refused("not-principal-allowed", path, "NotPrincipal cannot stand with Allow.", "Allow");
  else if (kind === "trust")
    yield refused("principal-prohibited", path, "A trust policy has no NotPrincipal.", "NotPrincipal");
}

function* entryFaults({ name, value, path }: Element, { surroundings }: Where): Iterable<Fault> {
  if (value === "*") return;
  if (!isMembers(value)) {
    yield refused("element-type", path, `${name} must be "*" or an object, as in {"AWS": "111122223333"}.`);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) yield refused("principal-missing", path, `${name} names nobody.`);
  for (const [type, names] of entries) {
    const at = below(path, type);
    const formsOf = forms.get(type);
    if (formsOf === undefined) yield refused("principal-type", at, `${type} is no kind of principal.`, type);
    if (Array.isArray(names) && names.length === 0)
      yield refused("principal-missing", at, `${name} names nobody.`);
    const { texts, faults } = textsAt(names, at);
    yield* faults;
    for (const placed of texts) {
      if (formsOf !== undefined && !formsOf.test(placed.text)) yield formFault(type, placed);
      else if (type === "AWS") yield* existenceFaults(placed, surroundings);
    }
  }
}

function formFault(type: string, { path, text }: Placed): Fault {
  const message = `${text} is not a principal of the kind ${type}.`;
  return refused("principal-form", path, message, `"${type}":"${text}"`);
}

/** A role or user that was deleted stands in the policy with its unique id: then there is none. */
function* existenceFaults({ path, text }: Placed, { exists }: Surroundings): Iterable<Fault> {
  const isId = uniqueId.test(text);
  const isEntity = /^arn:[^:]+:iam::\d{12}:(role|user)\//.test(text);
  if (isId || (isEntity && exists?.(text) === false))
    yield refused("principal-unknown", path, `There is no role or user ${text}.`, `"AWS":"${text}"`);
  const partition = text.split(":")[1];
  if (partition !== undefined && !isPartition(partition))
    yield refused("principal-form", path, `${partition} is not a partition of AWS.`, `"AWS":"${text}"`);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const uniqueId = /^A[A-Z]{3}[A-Z0-9]{12,124}$/;

/**
 * What names a principal of each kind. `*` stands for everybody, never for a part of a name. AWS has no list of the names
 * of services; CanonicalUser is of S3 alone.
 */
const forms: ReadonlyMap<string, RegExp> = new Map([
  [
    "AWS",
    new RegExp(
      [
        "\\*",
        "\\d{12}",
        "A[A-Z]{3}[A-Z0-9]{12,124}",
        "arn:[^:*?]+:iam::\\d{12}:(?:root|(?:role|user)/[^:*?\\s]+)",
        "arn:[^:*?]+:sts::\\d{12}:(?:assumed-role/[^:*?/\\s]+|federated-user)/[^:*?/\\s]+",
      ]
        .map((form) => `^${form}$`)
        .join("|"),
    ),
  ],
  [
    "Service",
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazonaws\.eu|amazon\.com|aws\.internal|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/,
  ],
  ["Federated", /^(arn:[^:*?]+:iam::\d{12}:(saml|oidc)-provider\/[^*?\s]+|[a-z0-9-]+(\.[a-z0-9-]+)+)$/],
]);
