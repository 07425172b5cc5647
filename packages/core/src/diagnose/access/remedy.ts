/** What has to change so that a denied request is allowed: a step for every layer that stands in the way. */
import type { Decision, LayerName, PolicySet, StatementReference } from "@pullpass/access";
import { bindingCondition, bindingOf } from "../../model/binding.ts";
import type { Mender } from "../../model/finding.ts";
import type { Project } from "../../model/project.ts";
import type { PolicyPlace, PolicyStatement, Remedy, RemedyStep } from "../../model/remedy.ts";
import type { Secret } from "../../model/secret.ts";
import type { StatementRef } from "../diagnosis.ts";
import type { ProjectFacts } from "../project-facts.ts";
import { type AccessAnswer, decisionOn, nameOfStatement, placeOfStatement, statementRef } from "./answer.ts";
import { excludingCondition } from "./excluding-condition.ts";
import { goneIdentities } from "./gone-identities.ts";
import { withoutStatements } from "./without-statements.ts";

/** What is wrong in each layer, for a person. */
export interface Denial {
  readonly action: string;
  readonly resource: string;
  /** Statements that deny it. */
  readonly deniers: readonly StatementRef[];
  /** Layers without a statement that allows it. */
  readonly missing: readonly LayerName[];
  /** What was asked. */
  readonly policies: PolicySet;
}

/** `undefined` unless the answer is no for sure. */
export function denialIn(answer: AccessAnswer | undefined): Denial | undefined {
  if (answer?.decision.kind !== "denied") return undefined;
  const { action, resource, decision, policies, request } = answer;
  const deniers: StatementReference[] = [];
  let left: Decision = decision;
  let without = policies;
  // Once those are out of the way, others may deny it, or nothing allow it: that is needed, too.
  while (left.kind === "denied" && left.how === "explicit" && left.by.length > 0) {
    deniers.push(...left.by);
    without = withoutStatements(without, left.by);
    left = decisionOn({ request, policies: without });
  }
  const missing = left.kind === "denied" && left.how !== "explicit" ? left.missing : [];
  return {
    action,
    resource,
    policies,
    deniers: deniers.map((each) => statementRef(each, "deny", action)),
    missing,
  };
}

/** Is one of the two requests of a pull denied for sure? */
export function isDenied({ read, decrypt }: Pick<ProjectFacts, "read" | "decrypt">): boolean {
  return [read, decrypt].some((answer) => answer?.decision.kind === "denied");
}

const layerNames = {
  identity: "the role's own policies",
  boundary: "the role's permissions boundary",
  resource: "the secret's resource policy",
  key: "the key policy",
  grant: "the key's grants",
  serviceControl: "the service control policies",
} as const satisfies Record<LayerName, string>;

export function denialEvidence({ deniers, missing }: Denial): readonly (readonly [string, string])[] {
  return [
    ...deniers.map((each) => ["denied by", placedName(each)] as const),
    ...missing.map((layer) => ["no statement in", layerNames[layer]] as const),
  ];
}

/** Of an organization's policy nobody knows the name by itself. */
function placedName(statement: StatementRef): string {
  const name = nameOfStatement(statement);
  return statement.layer === "serviceControl" ? `service control policy ${name}` : name;
}

/** Who can mend a layer. */
const menders = {
  identity: "role owner",
  boundary: "role owner",
  resource: "secret owner",
  key: "key administrator",
  grant: "key administrator",
  serviceControl: "organization",
} as const satisfies Record<LayerName, Mender>;

/** Of several layers the one that is hardest to move. */
export function menderOf({ deniers, missing }: Denial): Mender {
  const layers = [...deniers.map(({ layer }) => layer), ...withoutAlternatives(missing)];
  const order: readonly LayerName[] = ["serviceControl", "key", "grant", "resource", "boundary", "identity"];
  const hardest = order.find((layer) => layers.includes(layer)) ?? "identity";
  return menders[hardest];
}

/** All denials of a pull together, so that what stands in one policy is written once. */
export function denialRemedy(denials: readonly Denial[], facts: ProjectFacts): Remedy {
  const { found, project } = facts;
  const steps = denials.flatMap(({ action, resource, deniers, missing, policies }): readonly RemedyStep[] => [
    ...deniers.map(
      (each): RemedyStep => ({
        kind: "exclusion",
        place: placeOf(each.layer, facts, each.policy),
        role: project.role,
        statement: placeOfStatement(each),
        condition: excludingCondition(each, policies, "aws:PrincipalArn", project.role),
      }),
    ),
    ...withoutAlternatives(missing).map(
      (layer): RemedyStep => ({
        kind: "statement",
        place: placeOf(layer, facts, ""),
        role: project.role,
        statement: statementFor(layer, action, resource, project, found?.secret),
      }),
    ),
  ]);
  return [...steps, ...denials.flatMap((denial) => goneSteps(denial, steps))];
}

/**
 * A policy that names ids of identities which are gone cannot be written again as it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
function goneSteps({ policies: { resource } }: Denial, steps: readonly RemedyStep[]): readonly RemedyStep[] {
  const document = resource.kind === "known" ? resource.value?.document : undefined;
  const layer =
    resource.kind === "known" && resource.value?.name === "key policy" ? "key policy" : "resource policy";
  const edited = steps.flatMap((step) => ("place" in step && step.place.layer === layer ? [step.place] : []));
  const [place] = edited;
  return place === undefined
    ? []
    : goneIdentities(document).map((identity) => ({ kind: "removal", place, identity }) as const);
}

/** Of identity and resource policy, or key policy and identity, one is enough: the role's own is the narrower one. */
function withoutAlternatives(missing: readonly LayerName[]): readonly LayerName[] {
  const both = missing.includes("identity") && missing.includes("resource");
  return missing.filter((layer) => layer !== "grant" && !(both && layer === "resource"));
}

function placeOf(layer: LayerName, { found, project }: ProjectFacts, policy: string): PolicyPlace {
  switch (layer) {
    case "identity":
      return { layer: "role", of: policy };
    case "boundary":
      return { layer: "boundary", of: project.role };
    case "resource":
      return { layer: "resource policy", of: found?.secret.arn ?? "" };
    case "key":
    case "grant":
      return { layer: "key policy", of: found?.key.kind === "customer" ? found.key.key.arn : "" };
    case "serviceControl":
      return { layer: "service control policy", of: policy };
    default:
      return layer satisfies never;
  }
}

/** The least that is needed: of the role's own policies, for builds of the project alone. */
export function statementFor(
  layer: LayerName,
  action: string,
  resource: string,
  { role, arn }: Pick<Project, "role" | "arn">,
  secret: Pick<Secret, "arn" | "region"> | undefined,
): PolicyStatement {
  const isOnResource = layer === "resource" || layer === "key";
  return {
    Effect: "Allow",
    ...(isOnResource && { Principal: { AWS: role } }),
    Action: action,
    Resource: isOnResource ? "*" : resource,
    ...(layer === "identity" &&
      action === "secretsmanager:GetSecretValue" && {
        Condition: bindingCondition(bindingOf([arn], false)),
      }),
    ...(action === "kms:Decrypt" &&
      secret &&
      layer !== "boundary" &&
      layer !== "serviceControl" && {
        Condition: {
          StringEquals: {
            "kms:ViaService": `secretsmanager.${secret.region}.amazonaws.com`,
            "kms:EncryptionContext:SecretARN": secret.arn,
          },
        },
      }),
  };
}
