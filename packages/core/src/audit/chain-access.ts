/** The links that IAM and KMS decide. */
import type { LayerName } from "@pullpass/access";
import type { AccessAnswer, Stance } from "./access-answer.ts";
import { link, notLookedAt, notNeeded } from "./link.ts";
import type { Link, LinkState, Statement, Step } from "./report.ts";
import type { Sighting } from "./sighting.ts";

/** From the role's own policies to the grants of the key. */
export function accessLinks(sighting: Sighting): readonly Link[] {
  const { read, decrypt, project, image } = sighting;
  if (image.kind !== "registry" || project.credential === undefined) {
    const why =
      image.kind === "registry" ? "the project has no credential" : "no registry credential is read";
    return accessSteps.map((step) => notNeeded(step, "", why));
  }
  if (read === undefined) {
    return accessSteps.map((step) => link(step, "unknown", "", notLookedAt.roleOrSecret));
  }
  const asked = decrypt === undefined ? [read] : [read, decrypt];
  return [
    identityLink(sighting, asked),
    limitLink("boundary", "boundary", asked),
    limitLink("service-control", "serviceControl", asked),
    resourceLink(read),
    keyLink(sighting),
    keyPolicyLink(sighting),
    keyGrantsLink(decrypt),
  ];
}

const accessSteps: readonly Step[] = [
  "identity-policies",
  "boundary",
  "service-control",
  "resource-policy",
  "key",
  "key-policy",
  "key-grants",
];

/** Of several questions the worst answer counts. */
function identityLink({ project }: Sighting, asked: readonly AccessAnswer[]): Link {
  const parts = asked.map((each) => identityPart(each));
  const state = worst(parts.map((part) => part.state));
  const why = parts.filter((part) => part.state === state).map((part) => part.why);
  return link("identity-policies", state, project.role, why.join("; "), asked.flatMap(byOf("identity")));
}

function identityPart({ action, layers, verdict }: AccessAnswer): { state: LinkState; why: string } {
  const { identity } = layers;
  switch (identity.kind) {
    case "allows":
      return { state: "allowed", why: `${action} is allowed` };
    case "denies":
      return { state: "denied", why: `${action} is denied by a statement` };
    case "unknown":
      return verdict.kind === "allowed"
        ? { state: "not-needed", why: `${action} is allowed by the resource itself` }
        : { state: "unknown", why: `${action}: ${identity.why}` };
    case "silent":
    case "none":
      return verdict.kind === "allowed"
        ? { state: "not-needed", why: `${action} is allowed by the resource itself` }
        : { state: "denied", why: `no statement allows ${action}` };
    default:
      return identity satisfies never;
  }
}

/** A boundary and service control policies only limit: they must allow both. */
function limitLink(step: Step, layer: "boundary" | "serviceControl", asked: readonly AccessAnswer[]): Link {
  const stances = asked.map(({ action, layers, verdict }) => ({ action, verdict, stance: layers[layer] }));
  const by = asked.flatMap(byOf(layer));
  if (stances.every(({ stance }) => stance.kind === "none")) return notNeeded(step, "", absences[layer]);
  const parts = stances.map(({ action, verdict, stance }): { state: LinkState; why: string } => {
    switch (stance.kind) {
      case "none":
      case "allows":
        return { state: "allowed", why: `${action} is allowed` };
      case "denies":
        return { state: "denied", why: `${action} is denied by a statement` };
      case "unknown":
        return { state: "unknown", why: stance.why };
      case "silent":
        return verdict.kind === "allowed"
          ? { state: "not-needed", why: `${action} is given by the resource itself` }
          : { state: "denied", why: `no statement allows ${action}` };
      default:
        return stance satisfies never;
    }
  });
  const state = worst(parts.map((part) => part.state));
  const why = parts.filter((part) => part.state === state).map((part) => part.why);
  return link(step, state, "", [...new Set(why)].join("; "), by);
}

const absences = {
  boundary: "the role has no permissions boundary",
  serviceControl: "no service control policy applies to the account",
} as const;

function resourceLink({ layers, action, verdict }: AccessAnswer): Link {
  const { resource } = layers;
  const at = (state: LinkState, why: string, by: readonly Statement[] = []) =>
    link("resource-policy", state, "", why, by);
  switch (resource.kind) {
    case "none":
      return at("not-needed", "the secret has no resource policy");
    case "silent":
      return at("not-needed", "it says nothing of the role; the role's own policies decide");
    case "allows":
      return at("allowed", `${action} is allowed`, resource.by);
    case "denies":
      return at("denied", `${action} is denied by a statement`, resource.by);
    case "unknown":
      return verdict.kind === "allowed"
        ? at("not-needed", "the role's own policies allow it")
        : at("unknown", resource.why, resource.by);
    default:
      return resource satisfies never;
  }
}

/** Decrypt works in these two states alone. https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const usableStates: readonly string[] = ["Enabled", "Updating"];

function keyLink({ found }: Sighting): Link {
  const key = found?.key;
  switch (key?.kind) {
    case undefined:
    case "default":
      return notNeeded("key", "aws/secretsmanager", "the default key is open to all of the account");
    case "absent":
      return link("key", "denied", key.keyId, "there is no such key");
    case "unknown":
      return link("key", "unknown", key.keyId, key.reason);
    case "customer":
      return usableStates.includes(key.key.state)
        ? link("key", "allowed", key.key.arn, `it is ${key.key.state}`)
        : link("key", "denied", key.key.arn, `it is ${key.key.state}`);
    default:
      return key satisfies never;
  }
}

function keyPolicyLink({ found, decrypt }: Sighting): Link {
  if (decrypt === undefined) return withoutKey("key-policy", found);
  const { key } = decrypt.layers;
  const at = (state: LinkState, why: string, by: readonly Statement[] = []) =>
    link("key-policy", state, "", why, by);
  switch (key.kind) {
    case "allows":
      return at(
        "allowed",
        decrypt.isAdmittedByKey ? "it admits the role" : "it lets the account's own policies decide",
        key.by,
      );
    case "denies":
      return at("denied", "kms:Decrypt is denied by a statement", key.by);
    case "unknown":
      return at("unknown", key.why, key.by);
    case "none":
    case "silent":
      return decrypt.verdict.kind === "allowed"
        ? at("not-needed", "a grant of the key admits the role")
        : at("denied", "it neither admits the role nor lets the account's policies decide");
    default:
      return key satisfies never;
  }
}

function keyGrantsLink(decrypt: AccessAnswer | undefined): Link {
  if (decrypt === undefined) return notNeeded("key-grants", "", "nothing hangs on them");
  const { grant } = decrypt.layers;
  if (grant.kind === "allows") {
    return link("key-grants", "allowed", "", "a grant of the key allows kms:Decrypt", grant.by);
  }
  if (grant.kind === "unknown" && decrypt.verdict.kind === "unknown") {
    return link("key-grants", "unknown", "", grant.why);
  }
  return notNeeded(
    "key-grants",
    "",
    decrypt.verdict.kind === "allowed" ? "policies allow it" : "none admits the role",
  );
}

function withoutKey(step: Step, found: Sighting["found"]): Link {
  return found?.key.kind === "unknown"
    ? link(step, "unknown", "", notLookedAt.key)
    : notNeeded(step, "", "no permission on the key is needed");
}

function byOf(layer: LayerName) {
  return ({ layers }: AccessAnswer): readonly Statement[] => {
    const stance: Stance = layers[layer];
    return "by" in stance ? stance.by : [];
  };
}

function worst(states: readonly LinkState[]): LinkState {
  const order: readonly LinkState[] = ["denied", "unknown", "allowed", "not-needed"];
  return order.find((state) => states.includes(state)) ?? "not-needed";
}
