/** The links that IAM and KMS decide. */
import type { LayerName, LayerReading } from "@pullpass/access";
import { type AccessAnswer, dependencyText, statementRef } from "../access/answer.ts";
import { type ChainStep, chainSteps, type Link, type LinkState, type StatementRef } from "../diagnosis.ts";
import { isUsable } from "../key-state.ts";
import type { ProjectFacts } from "../project-facts.ts";
import { link, notLookedAt, notNeeded } from "./link.ts";

/** From the role's own policies to the grants of the key. */
export function accessLinks(facts: ProjectFacts): readonly Link[] {
  const { read, decrypt, readsSecret, lookup } = facts;
  if (!readsSecret || (lookup === undefined && read === undefined)) {
    return accessSteps.map((step) => notNeeded(step, "", "no registry secret is read"));
  }
  if (read === undefined) {
    return accessSteps.map((step) => link(step, "unknown", "", notLookedAt.roleOrSecret));
  }
  const asked = decrypt === undefined ? [read] : [read, decrypt];
  return [
    identityLink(facts, asked),
    limitLink("boundary", "boundary", asked),
    limitLink("service-control", "serviceControl", asked),
    resourceLink(read),
    keyLink(facts),
    keyPolicyLink(facts),
    keyGrantsLink(facts),
  ];
}

const accessSteps = chainSteps.slice(chainSteps.indexOf("identity-policies"));

/** What one question says of a link. */
interface Part {
  readonly state: LinkState;
  readonly why: string;
}

/** Of several questions the worst answer counts. */
function worstOf(step: ChainStep, what: string, parts: readonly Part[], by: readonly StatementRef[]): Link {
  const order: readonly LinkState[] = ["denied", "unknown", "allowed", "not-needed"];
  const state = order.find((each) => parts.some((part) => part.state === each)) ?? "not-needed";
  const why = parts.filter((part) => part.state === state).map((part) => part.why);
  return link(step, state, what, [...new Set(why)].join("; "), by);
}

function identityLink({ project }: ProjectFacts, asked: readonly AccessAnswer[]): Link {
  return worstOf(
    "identity-policies",
    project.role,
    asked.map(identityPart),
    asked.flatMap(statementsIn("identity")),
  );
}

function identityPart({ action, layers, decision }: AccessAnswer): Part {
  const { identity } = layers;
  switch (identity.kind) {
    case "allows":
      return { state: "allowed", why: `${action} is allowed` };
    case "denies":
      return { state: "denied", why: `${action} is denied by a statement` };
    case "unknown":
      return decision.kind === "allowed"
        ? { state: "not-needed", why: `${action} is allowed by the resource itself` }
        : { state: "unknown", why: `${action}: ${dependencyText(identity.hangsOn)}` };
    case "silent":
    case "none":
      return lacks(decision, "identity")
        ? { state: "denied", why: `no statement allows ${action}` }
        : { state: "not-needed", why: `${action} does not hang on them` };
    default:
      return identity satisfies never;
  }
}

/** A layer that says nothing is a broken link where the pull lacks it, or may lack it. */
function lacks(decision: AccessAnswer["decision"], layer: LayerName): boolean {
  if (decision.kind !== "denied" || decision.how !== "implicit") return false;
  return decision.missing.includes(layer);
}

/** A boundary and service control policies only limit: they must allow both. */
function limitLink(
  step: ChainStep,
  layer: "boundary" | "serviceControl",
  asked: readonly AccessAnswer[],
): Link {
  if (asked.every(({ layers }) => layers[layer].kind === "none")) return notNeeded(step, "", absences[layer]);
  const parts = asked.map(({ action, layers, decision }): Part => {
    const reading = layers[layer];
    switch (reading.kind) {
      case "none":
      case "allows":
        return { state: "allowed", why: `${action} is allowed` };
      case "denies":
        return { state: "denied", why: `${action} is denied by a statement` };
      case "unknown":
        return { state: "unknown", why: dependencyText(reading.hangsOn) };
      case "silent":
        return decision.kind === "allowed"
          ? { state: "not-needed", why: `${action} is given by the resource itself` }
          : { state: "denied", why: `no statement allows ${action}` };
      default:
        return reading satisfies never;
    }
  });
  return worstOf(step, "", parts, asked.flatMap(statementsIn(layer)));
}

const absences = {
  boundary: "the role has no permissions boundary",
  serviceControl: "no service control policy applies to the account",
} as const;

function resourceLink(read: AccessAnswer): Link {
  const { layers, action, decision } = read;
  const { resource } = layers;
  const at = (state: LinkState, why: string) =>
    link("resource-policy", state, "", why, statementsIn("resource")(read));
  switch (resource.kind) {
    case "none":
      return at("not-needed", "the secret has no resource policy");
    case "silent":
      return lacks(decision, "resource") && !lacks(decision, "identity")
        ? at("denied", `no statement allows ${action}`)
        : at("not-needed", "it says nothing of the role; the role's own policies decide");
    case "allows":
      return resource.to === "principal"
        ? at("allowed", `${action} is allowed`)
        : at("not-needed", "it lets the account's own policies decide");
    case "denies":
      return at("denied", `${action} is denied by a statement`);
    case "unknown":
      return decision.kind === "allowed"
        ? at("not-needed", "the role's own policies allow it")
        : at("unknown", dependencyText(resource.hangsOn));
    default:
      return resource satisfies never;
  }
}

function keyLink({ found }: ProjectFacts): Link {
  const key = found?.key;
  switch (key?.kind) {
    case undefined:
      return link("key", "unknown", "", notLookedAt.secret);
    case "default":
      return notNeeded("key", "aws/secretsmanager", "the default key is open to all of the account");
    case "absent":
      return link("key", "denied", key.keyId, "there is no such key");
    case "unknown":
      return link("key", "unknown", key.keyId, key.reason);
    case "customer":
      return link("key", isUsable(key.key) ? "allowed" : "denied", key.key.arn, `it is ${key.key.state}`);
    default:
      return key satisfies never;
  }
}

function keyPolicyLink({ found, decrypt }: ProjectFacts): Link {
  if (decrypt === undefined || found?.key.kind === "default") return withoutKey("key-policy", found);
  const { key } = decrypt.layers;
  const at = (state: LinkState, why: string) =>
    link("key-policy", state, "", why, statementsIn("key")(decrypt));
  switch (key.kind) {
    case "allows":
      return at(
        "allowed",
        key.to === "principal" ? "it admits the role" : "it lets the account's own policies decide",
      );
    case "denies":
      return at("denied", "kms:Decrypt is denied by a statement");
    case "unknown":
      return decrypt.decision.kind === "allowed"
        ? at("not-needed", "a grant of the key admits the role")
        : at("unknown", dependencyText(key.hangsOn));
    case "none":
    case "silent":
      return decrypt.decision.kind === "denied" && lacks(decrypt.decision, "key")
        ? at("denied", "it neither admits the role nor lets the account's policies decide")
        : at("not-needed", "a grant of the key decides");
    default:
      return key satisfies never;
  }
}

function keyGrantsLink({ found, decrypt }: ProjectFacts): Link {
  if (decrypt === undefined || found?.key.kind === "default") return withoutKey("key-grants", found);
  const { grant } = decrypt.layers;
  if (grant.kind === "allows") {
    const by = statementsIn("grant")(decrypt);
    return link("key-grants", "allowed", "", "a grant of the key allows kms:Decrypt", by);
  }
  if (grant.kind === "unknown" && decrypt.decision.kind === "unknown") {
    return link("key-grants", "unknown", "", dependencyText(grant.hangsOn));
  }
  return notNeeded(
    "key-grants",
    "",
    decrypt.decision.kind === "allowed" ? "policies allow it" : "none admits the role",
  );
}

function withoutKey(step: ChainStep, found: ProjectFacts["found"]): Link {
  return found === undefined || found.key.kind === "unknown"
    ? link(step, "unknown", "", notLookedAt.key)
    : notNeeded(step, "", "no permission on the key is needed");
}

function statementsIn(layer: LayerName) {
  return ({ layers, action }: AccessAnswer): readonly StatementRef[] => {
    const reading: LayerReading = layers[layer];
    if (reading.kind === "none" || reading.kind === "silent") return [];
    const effect = reading.kind === "denies" ? "deny" : "allow";
    return reading.by.map((each) => statementRef(each, effect, action));
  };
}
