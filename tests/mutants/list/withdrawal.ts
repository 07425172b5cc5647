/** What an owner takes back goes at once, and everywhere. */
import type { Mutant } from "../mutant.ts";

const grants = "packages/core/src/plan/grants.ts";
const policy = "packages/core/src/plan/policy-plan.ts";
const plan = [
  "tests/plan/revocation.test.ts",
  "tests/plan/properties.test.ts",
  "tests/plan/guardrails.test.ts",
  "tests/plan/consent.test.ts",
];

export const withdrawal: readonly Mutant[] = [
  {
    name: "pending-deletion-kept",
    file: grants,
    find: '  return lookup.secret.deletion === "pending" ? "is scheduled for deletion" : undefined;',
    replace: "  return undefined;",
    breaks: "A secret that is scheduled for deletion is read by nobody.",
    tests: plan,
  },
  {
    name: "deleted-kept",
    file: grants,
    find: '  if (lookup.kind === "not-found" || lookup.kind === "recreated") return "was deleted";\n',
    replace: "",
    breaks: "The grant of a secret that was deleted goes at once.",
    tests: plan,
  },
  {
    name: "consent-never-withdrawn",
    file: grants,
    find: '  if (lookup.kind === "found" && !mayConsent(lookup, name, snapshot, settings)) {',
    replace:
      '  if (lookup.kind === "found" && settings.mode === "plan" && !mayConsent(lookup, name, snapshot, settings)) {',
    breaks: "Withdrawn consent revokes at once.",
    tests: plan,
  },
  {
    name: "deleted-project-withdraws",
    file: grants,
    find: '  const tags = read?.kind === "known" ? read.value.tags : secret.tags;',
    replace: '  const tags = read?.kind === "known" ? read.value.tags : {};',
    breaks: "What cannot be read of a project withdraws nobody's consent.",
    tests: plan,
  },
  {
    name: "ignored-role-keeps-all",
    file: policy,
    find: '    case "ignored":\n    case "lacking":',
    replace: '    case "ignored":\n      return leave(inputs);\n    case "lacking":',
    breaks: "An ignored role loses what is withdrawn.",
    tests: plan,
  },
  {
    name: "other-trust-keeps-all",
    file: policy,
    find: '    case "not-codebuild":\n    case "shared":',
    replace: '    case "not-codebuild":\n      return leave(inputs);\n    case "shared":',
    breaks: "A role that is no longer CodeBuild's loses what is withdrawn.",
    tests: plan,
  },
  {
    name: "unknown-role-keeps-all",
    file: policy,
    find: "        : onlyWithdraw(role.state, withForgotten(role.state, inputs));",
    replace: "        : leave(withForgotten(role.state, inputs));",
    breaks: "What is withdrawn goes, also where something about the role is unknown.",
    tests: [...plan, "tests/plan/unknowns.test.ts"],
  },
  {
    name: "deleted-role-remembered",
    file: policy,
    find: "      return forget(inputs);",
    replace: "      return leave(inputs);",
    breaks: "The ledger forgets the grants of a role that was deleted, and says so.",
    tests: plan,
  },
  {
    name: "taken-grants-do-not-go",
    file: policy,
    find: "  const certain = onRole === undefined ? inputs : withoutLost(inputs, onRole, inputs.decision.needed);",
    replace:
      "  const certain = onRole === undefined ? inputs : withoutLost(inputs, inputs.decision.kept, inputs.decision.needed);",
    breaks: "What somebody took from the policy, and no project needs, does not come back.",
    tests: [...plan, "tests/plan/role-policy.test.ts"],
  },
  {
    name: "losers-untold",
    file: "packages/core/src/plan/grant-changes.ts",
    find: "  if (known === undefined || projects.length === 0) return [];\n",
    replace: "  if (known === undefined || projects.length >= 0) return [];\n",
    breaks: "A project that loses a secret which others keep has a record and a notice.",
    tests: [...plan, "tests/plan/binding.test.ts", "tests/plan/changes.test.ts"],
  },
  {
    name: "revocations-untold",
    file: "packages/core/src/plan/grant-changes.ts",
    find: "  return [...granted, ...taken, ...revoked];",
    replace: "  return [...granted, ...taken, ...revoked.slice(revoked.length)];",
    breaks: "Every revocation has a record and a notice.",
    tests: [...plan, "tests/plan/changes.test.ts"],
  },
  {
    name: "holders-not-looked-at",
    file: "packages/core/src/scope/secret.ts",
    find: "  return grants.flat().filter((grant) => grant.region === place.region);",
    replace: "  return grants.flat().filter((grant) => grant.region !== place.region);",
    breaks: "A role that no project uses any more loses what is withdrawn at once.",
    tests: ["tests/flows/scope.test.ts", "tests/end-to-end/revocation.test.ts"],
  },
  {
    name: "replicas-forgotten",
    file: "packages/core/src/scope/secret.ts",
    find: "    [...new Set([region, ...regions])].map((each) =>",
    replace: "    [...new Set([region, ...regions.slice(regions.length)])].map((each) =>",
    breaks: "A replica's readers lose what is withdrawn from its primary.",
    tests: ["tests/flows/scope.test.ts"],
  },
  {
    name: "narrowed-grant-stays-wide",
    file: "packages/core/src/plan/bound-grants.ts",
    find: "  return bound(grant, bindingOf(patterns, strict));\n}",
    replace: "  return bound(grant, patterns.length < 0 ? bindingOf(patterns, strict) : before.bound);\n}",
    breaks: "A project whose consent was withdrawn can no longer read what others keep.",
    tests: [...plan, "tests/plan/binding.test.ts"],
  },
  {
    name: "planned-for-nobody-known",
    file: "packages/core/src/plan/policy-on-role.ts",
    find: "  const names = snapshot.planned?.get(arn) ?? allowed;",
    replace: "  const names = allowed;",
    breaks: "What a crash kept from the ledger goes with the consent of whom it was for.",
    tests: ["tests/end-to-end/trouble.test.ts"],
  },
];
