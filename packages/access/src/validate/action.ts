import { type Fault, ineffective, lacking, type PolicyKind, refused } from "./fault.ts";
import { textsAt } from "./place.ts";
import type { Element } from "./statement.ts";
import type { Surroundings } from "./surroundings.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export function* actionFaults(
  found: readonly Element[],
  statement: string,
  kind: PolicyKind,
  surroundings: Surroundings,
): Iterable<Fault> {
  if (found.length === 0)
    yield lacking("action-missing", kind, statement, "The statement has neither Action nor NotAction.");
  for (const { name, value, path } of found) {
    const { texts, faults } = textsAt(value, path);
    yield* faults;
    if (Array.isArray(value) && value.length === 0)
      yield lacking("action-missing", kind, path, `${name} is empty.`);
    for (const { text, path: at } of texts) {
      yield* formFaults(text, at);
      yield* serviceFaults(text, at, kind, surroundings);
    }
  }
}

/** `service:Action`. What follows the colon IAM does not look at: `s3:Getobjcet` is stored, and allows nothing. */
function* formFaults(action: string, path: string): Iterable<Fault> {
  if (action === "*") return;
  const [vendor = "", name, ...more] = action.split(":");
  if (name === undefined) {
    const message = "An action starts with its service, as in secretsmanager:GetSecretValue.";
    yield refused("action-without-vendor", path, message, action);
  } else if (more.length > 0) {
    yield refused("action-colons", path, "An action has one colon.", action);
  } else if (vendor !== "*" && !/^[A-Za-z0-9.-]+$/.test(vendor)) {
    yield refused("action-vendor", path, `${vendor} is not the name of a service.`, vendor);
  } else if (!/^[A-Za-z0-9*?-]+$/.test(name)) {
    yield ineffective("action-name", path, `No action is called ${name}.`, action);
  }
}

/** In a policy on a resource only the actions of its service can have an effect. */
function* serviceFaults(
  action: string,
  path: string,
  kind: PolicyKind,
  surroundings: Surroundings,
): Iterable<Fault> {
  const vendor = action.includes(":") ? action.slice(0, action.indexOf(":")).toLowerCase() : action;
  const service = serviceOf(kind, surroundings);
  if (service === undefined) return;
  const message = `Only actions of ${service} can stand here.`;
  if (vendor === "*" && action === "*") {
    if (kind === "trust") yield refused("action-of-other-service", path, message, action);
  } else if (vendor !== service) {
    yield (kind === "key" ? ineffective : refused)("action-of-other-service", path, message, action);
    return;
  }
  const { actions } = surroundings;
  const name = action.slice(action.indexOf(":") + 1).toLowerCase();
  if (actions !== undefined && !actions.some((known) => known.toLowerCase() === name)) {
    const listed = `${service} takes these actions here: ${actions.join(", ")}.`;
    yield refused("action-of-other-service", path, listed, action);
  }
}

/** That KMS stores actions of others is unverified: PutKeyPolicy with one would settle it. */
function serviceOf(kind: PolicyKind, { service }: Surroundings): string | undefined {
  return { identity: undefined, trust: "sts", resource: service, key: "kms" }[kind];
}
