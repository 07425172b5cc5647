import {
  effectiveKeyPolicy,
  InvalidPolicy,
  type NamedPolicy,
  type PolicyKind,
  type PolicySet,
  parsePolicy,
  validatePolicy,
} from "@pullpass/access";
import { roleName } from "../../model/arn.ts";
import type { Mender } from "../../model/finding.ts";
import { layerOf } from "../access/questions.ts";
import type { FoundSecret, ProjectFacts } from "../project-facts.ts";
import { projectRule } from "./rule.ts";

/**
 * The one validator of policy documents looks at all that the pull is judged by. Policies of AWS's own are left out:
 * nobody can mend them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const policyMalformed = projectRule(
  {
    id: "policy-malformed",
    severity: "medium",
    about:
      "A policy that decides about the pull has a part that AWS ignores, or would refuse today: a principal that was deleted, " +
      "a condition that nothing can fulfil, policy variables in a document of 2008. It is medium where the whole document " +
      "cannot be read as a policy, so that nobody can say what it allows, and low otherwise.",
  },
  (facts) => {
    if (!facts.readsSecret) return undefined;
    const faulty = policiesOf(facts).flatMap((policy) => {
      const faults = faultsIn(policy);
      return faults.length > 0 ? [{ ...policy, faults }] : [];
    });
    const [first] = faulty;
    if (first === undefined) return undefined;
    const faults = faulty.flatMap((policy) =>
      policy.faults.map((fault) => [`fault in ${policy.name}`, fault] as const),
    );
    const more = faults.length - shownMost;
    return {
      title: `A policy that decides about project ${facts.project.name} is not well formed: ${first.name}.`,
      evidence: [
        ...faults.slice(0, shownMost),
        ...(more > 0 ? [["more faults", String(more)] as const] : []),
      ],
      remedy: faulty.map(({ name, of }) => ({
        kind: "advice",
        text: `In the policies of ${of}, correct ${name}: AWS ignores what is at fault, or would refuse it today.`,
      })),
      mender: first.mender,
      blocks: false,
      severity: faulty.some(isUnreadable) ? "medium" : "low",
    };
  },
);

/** So many faults are told one by one. */
const shownMost = 5;

interface Policy extends NamedPolicy {
  /** What it is on. */
  readonly of: string;
  readonly kind: PolicyKind;
  readonly mender: Mender;
}

/** As far as they were read. The key's as it stands, with what KMS ignores in it. */
function policiesOf({ project, assume, read, decrypt, found }: ProjectFacts): readonly Policy[] {
  const { identity, boundary } = (read ?? decrypt)?.policies ?? {};
  const ofRole = { of: roleName(project.role), mender: "role owner" } as const;
  const own = identity?.kind === "known" ? identity.value.filter(({ name }) => !ofAws.test(name)) : [];
  return [
    ...oneOf(assume?.policies.resource).map((policy) => ({ ...policy, ...ofRole, kind: "trust" as const })),
    ...[...own, ...oneOf(boundary)].map((policy) => ({ ...policy, ...ofRole, kind: "identity" as const })),
    ...(found === undefined ? [] : policiesOn(found)),
  ];
}

function policiesOn({ secret, resourcePolicy, key }: FoundSecret): readonly Policy[] {
  const ofSecret = { of: secret.name, kind: "resource", mender: "secret owner" } as const;
  const policy = oneOf(layerOf("resource policy", resourcePolicy)).map((each) => ({ ...each, ...ofSecret }));
  if (key.kind !== "customer") return policy;
  const ofKey = { of: key.key.arn, kind: "key", mender: "key administrator" } as const;
  return [...policy, ...oneOf(layerOf("key policy", key.policy)).map((each) => ({ ...each, ...ofKey }))];
}

function oneOf(layer: PolicySet["resource"] | undefined): readonly NamedPolicy[] {
  return layer?.kind === "known" && layer.value !== undefined ? [layer.value] : [];
}

const ofAws = /^arn:[^:]+:iam::aws:policy\//;

/** `$.Statement[0].Action: Only actions of sts can stand here.` The same document stands on many projects. */
function faultsIn({ document, kind }: Policy): readonly string[] {
  if (typeof document !== "object" || document === null) return told(document, kind);
  const known = memoized.get(document) ?? told(document, kind);
  memoized.set(document, known);
  return known;
}

const memoized = new WeakMap<object, readonly string[]>();

/** That a key policy locks everybody out is not a mistake of form, and AWS was told not to look. */
const surroundings = {
  identity: {},
  trust: {},
  resource: { service: "secretsmanager" },
  key: { wayBack: "unchecked" },
} as const;

function told(document: unknown, kind: PolicyKind): readonly string[] {
  return validatePolicy(document, kind, surroundings[kind]).map(({ path, message }) => `${path}: ${message}`);
}

/** As the diagnosis reads it: what KMS ignores in a key policy keeps nobody from saying what it allows. */
function isUnreadable({ document, kind }: Policy): boolean {
  try {
    parsePolicy(kind === "key" ? effectiveKeyPolicy(document) : document);
    return false;
  } catch (error) {
    if (error instanceof InvalidPolicy) return true;
    throw error;
  }
}
