/** What IAM answers a question by the policies as they are, and what each layer of them says by itself. */
import { type Decision, evaluate, type LayerName, type PolicySet } from "@pullpass/access";
import type { AccessQuestion } from "../plan/access-questions.ts";
import { certainDenial, statementAt, unknownKeys } from "../plan/certain-denial.ts";
import { atBest, atWorst } from "./conditional.ts";
import type { Statement } from "./report.ts";

export interface AccessAnswer {
  readonly action: Statement["action"];
  readonly verdict: Verdict;
  /** What each layer says, the others set aside. */
  readonly layers: Readonly<Record<LayerName, Stance>>;
  /** The key policy admits the role itself, so that the account's own policies need not. */
  readonly isAdmittedByKey: boolean;
}

export type Verdict =
  | { readonly kind: "allowed" }
  /** `explicit`: by a statement; else for want of one, in these layers. */
  | { readonly kind: "denied"; readonly explicit: boolean; readonly missing: readonly LayerName[] }
  | { readonly kind: "unknown"; readonly why: string };

export type Stance =
  /** There is no such policy. */
  | { readonly kind: "none" }
  | { readonly kind: "allows"; readonly by: readonly Statement[] }
  | { readonly kind: "denies"; readonly by: readonly Statement[] }
  /** No statement speaks of it. */
  | { readonly kind: "silent" }
  | { readonly kind: "unknown"; readonly why: string; readonly by: readonly Statement[] };

/**
 * Service control policies that nobody could read are left out of the verdict: they only take away, and few may read
 * them. Their own layer says that they are unknown.
 */
export function answer(question: AccessQuestion): AccessAnswer {
  return {
    action: actionOf(question),
    verdict: verdictOn(question).verdict,
    layers: {
      identity: identityStance(question),
      boundary: boundaryStance(question),
      serviceControl: serviceControlStance(question),
      resource: question.policies.resourceIsKey ? { kind: "none" } : resourceStance(question),
      key: question.policies.resourceIsKey ? keyStance(question) : { kind: "none" },
      grant: grantStance(question),
    },
    isAdmittedByKey: isAdmittedByKey(question),
  };
}

/** The verdict alone, and which statements of whom allow it. */
export function verdictOn(question: AccessQuestion): {
  readonly verdict: Verdict;
  readonly by: readonly Statement[];
} {
  const { serviceControl } = question.policies;
  const readable = serviceControl.kind === "known" ? serviceControl : noLevels;
  const asked = { ...question, policies: { ...question.policies, serviceControl: readable } };
  const decision = evaluate(asked.request, asked.policies);
  const by = decision.kind === "allowed" ? decision.by : [];
  return {
    verdict: judge(decision, asked),
    by: by.map((each) => statementOf(each, "allow", question)),
  };
}

/** Allowed, denied or unknown, where conditions that only AWS can decide make it unknown. */
function judge(decision: Decision, question: AccessQuestion): Verdict {
  switch (decision.kind) {
    case "allowed":
      return judgePermission(decision, question);
    case "unknown":
      return {
        kind: "unknown",
        why: decision.hangsOn.map((each) => (each.kind === "layer" ? each.reason : each.key)).join("; "),
      };
    case "denied":
      return judgeDenial(decision, question);
    default:
      return decision satisfies never;
  }
}

type Allowed = Extract<Decision, { kind: "allowed" }>;

function judgePermission(decision: Allowed, question: AccessQuestion): Verdict {
  const worst = evaluate(question.request, atWorst(question));
  if (worst.kind === "allowed") return { kind: "allowed" };
  const why =
    worst.kind === "denied" && worst.how === "explicit"
      ? hangsOn(worst.by, question, "denies")
      : hangsOn(decision.by, question, "allows");
  return { kind: "unknown", why };
}

type Denied = Extract<Decision, { kind: "denied" }>;

function judgeDenial(decision: Denied, question: AccessQuestion): Verdict {
  if (decision.how === "explicit") {
    return certainDenial(decision, question.request, question.policies) === undefined
      ? { kind: "unknown", why: hangsOn(decision.by, question, "denies") }
      : { kind: "denied", explicit: true, missing: [] };
  }
  const best = evaluate(question.request, atBest(question));
  if (best.kind === "allowed") {
    return { kind: "unknown", why: hangsOn(best.by, question, "allows") };
  }
  return { kind: "denied", explicit: false, missing: decision.missing };
}

function hangsOn(
  by: Allowed["by"],
  { request, policies }: AccessQuestion,
  verb: "allows" | "denies",
): string {
  const hanging = by.flatMap((reference) => {
    const keys = unknownKeys(request.context, statementAt(reference, policies));
    return keys.length === 0 ? [] : [{ reference, keys }];
  });
  const [first] = hanging;
  if (first === undefined) return `whether it is so hangs on conditions that only AWS can decide`;
  const { reference, keys } = first;
  return `statement ${reference.index + 1} of ${reference.policy} ${verb} it depending on ${keys.join(", ")}, which only AWS knows`;
}

function identityStance(question: AccessQuestion): Stance {
  const { identity } = question.policies;
  return stance("identity", question, { ...nothing, identity });
}

function boundaryStance(question: AccessQuestion): Stance {
  const { boundary } = question.policies;
  if (boundary.kind === "known" && boundary.value === undefined) return { kind: "none" };
  return stance("boundary", question, { ...nothing, identity: everything, boundary });
}

function serviceControlStance(question: AccessQuestion): Stance {
  const { serviceControl } = question.policies;
  if (serviceControl.kind === "known" && serviceControl.value.length === 0) return { kind: "none" };
  return stance("serviceControl", question, { ...nothing, identity: everything, serviceControl });
}

function resourceStance(question: AccessQuestion): Stance {
  const { resource } = question.policies;
  if (resource.kind === "known" && resource.value === undefined) return { kind: "none" };
  return stance("resource", question, { ...nothing, resource });
}

/** A key policy that delegates to IAM allows as much as one that names the role. */
function keyStance(question: AccessQuestion): Stance {
  const { resource } = question.policies;
  return stance("key", question, { ...nothing, identity: everything, resource, resourceIsKey: true });
}

function isAdmittedByKey(question: AccessQuestion): boolean {
  const { resource, resourceIsKey } = question.policies;
  return resourceIsKey && stance("key", question, { ...nothing, resource, resourceIsKey }).kind === "allows";
}

function grantStance(question: AccessQuestion): Stance {
  const { grants, resourceIsKey } = question.policies;
  if (!resourceIsKey || (grants.kind === "known" && grants.value.length === 0)) return { kind: "none" };
  return stance("grant", question, { ...nothing, grants, resourceIsKey });
}

function stance(layer: LayerName, { request }: AccessQuestion, policies: PolicySet): Stance {
  const question = { request, policies };
  const decision = evaluate(request, policies);
  const by =
    decision.kind === "unknown" || (decision.kind === "denied" && decision.how === "implicit")
      ? []
      : decision.by.filter((reference) => reference.layer === layer);
  const verdict = judge(decision, question);
  switch (verdict.kind) {
    case "allowed":
      return { kind: "allows", by: by.map((each) => statementOf(each, "allow", question)) };
    case "denied":
      return verdict.explicit
        ? { kind: "denies", by: by.map((each) => statementOf(each, "deny", question)) }
        : { kind: "silent" };
    case "unknown":
      return {
        kind: "unknown",
        why: verdict.why,
        by: by.map((each) => statementOf(each, decision.kind === "denied" ? "deny" : "allow", question)),
      };
    default:
      return verdict satisfies never;
  }
}

function statementOf(
  { layer, policy, index, sid }: Allowed["by"][number],
  effect: Statement["effect"],
  question: AccessQuestion,
): Statement {
  return { action: actionOf(question), effect, layer, policy, number: index + 1, sid: sid ?? null };
}

function actionOf({ policies }: AccessQuestion): Statement["action"] {
  return policies.resourceIsKey ? "kms:Decrypt" : "secretsmanager:GetSecretValue";
}

const noLevels: PolicySet["serviceControl"] = { kind: "known", value: [] };

const nothing: PolicySet = {
  identity: { kind: "known", value: [] },
  boundary: { kind: "known", value: undefined },
  resource: { kind: "known", value: undefined },
  resourceIsKey: false,
  grants: { kind: "known", value: [] },
  serviceControl: noLevels,
};

/** Stands for the layers that are set aside, where one of them must allow it for the layer in question to count. */
const everything: PolicySet["identity"] = {
  kind: "known",
  value: [
    {
      name: "",
      document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
    },
  ],
};
