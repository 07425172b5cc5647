/** What pullpass may not touch, and never more than one secret for the projects that may read it. */
import type { Mutant } from "../mutant.ts";

const verdict = "packages/core/src/diagnose/role-verdict.ts";
const roles = [
  "tests/plan/guardrails.test.ts",
  "tests/plan/role-shared.test.ts",
  "tests/cli/guardrails.test.ts",
];
const policy = "packages/core/src/policy/role-policy.ts";
const documents = [
  "tests/plan/role-policy.test.ts",
  "tests/plan/binding.test.ts",
  "tests/privilege/privilege.test.ts",
];

export const guardrails: readonly Mutant[] = [
  {
    name: "protected-role-touched",
    file: verdict,
    find: '  if (why !== undefined) return { kind: "protected", why };\n',
    replace: '  if (why === "") return { kind: "protected", why };\n',
    breaks: "pullpass changes no role of AWS's own, and none that deploys.",
    tests: roles,
  },
  {
    name: "left-out-role-touched",
    file: verdict,
    find: '  if (by !== undefined) return { kind: "left-out", by };\n',
    replace: '  if (by !== undefined && by !== by) return { kind: "left-out", by };\n',
    breaks: "A deployment touches the roles of its options alone.",
    tests: [...roles, "tests/deployment/options.test.ts"],
  },
  {
    name: "ignored-role-given",
    file: verdict,
    find: '  if (ignored(role.value.tags, settings.tagPrefix)) return { kind: "ignored", state: role.value };\n',
    replace: "",
    breaks: "A role that is tagged to be ignored is given nothing.",
    tests: roles,
  },
  {
    name: "ignored-project-given",
    file: "packages/core/src/diagnose/need.ts",
    find: "    ignored(project.tags, settings.tagPrefix)\n",
    replace: '    ignored(project.tags, "")\n',
    breaks: "A project that is tagged to be ignored is given nothing.",
    tests: roles,
  },
  {
    name: "lacking-role-given",
    file: verdict,
    find: '  if (what !== undefined) return { kind: "lacking", what, state: role.value };\n',
    replace:
      '  if (what !== undefined && settings.mode === "plan") return { kind: "lacking", what, state: role.value };\n',
    breaks: "A role without the boundary that the options require is given nothing.",
    tests: roles,
  },
  {
    name: "other-services-role-given",
    file: verdict,
    find: '  if (decision.kind === "denied") return { kind: "not-codebuild", trusts: "others", state: role.value };\n',
    replace: "",
    breaks: "A role that CodeBuild cannot assume is given nothing.",
    tests: roles,
  },
  {
    name: "foreign-secret-given",
    file: "packages/core/src/diagnose/need.ts",
    find: '  if (secret.account !== settings.account) return { kind: "cross-account", account: secret.account };\n',
    replace: "",
    breaks: "Secrets of other accounts are given to nobody.",
    tests: [...roles, "tests/plan/credential.test.ts", "tests/observe/secrets.test.ts"],
  },
  {
    name: "foreign-secret-looked-up",
    file: "packages/core/src/observe/secrets.ts",
    find: "      if (account !== settings.account || parseArn(text)?.partition !== partition) {",
    replace: "      if (parseArn(text)?.partition !== partition) {",
    breaks: "In another account nobody looks.",
    tests: ["tests/observe/secrets.test.ts", "tests/observe/observe.test.ts"],
  },
  {
    name: "plan-mode-writes",
    file: "packages/core/src/plan/plan.ts",
    find: '  return plan.mode === "plan" ? { ...plan, policy: { kind: "keep" }, updates: [] } : plan;',
    replace: '  return plan.mode !== "plan" ? plan : { ...plan };',
    breaks: "A plan to be looked at writes nothing.",
    tests: ["tests/plan/plan-mode.test.ts"],
  },
  {
    name: "grants-bound-to-nothing",
    file: "packages/core/src/plan/bound-grants.ts",
    find: '  return bound(grant, bindingOf(patterns, bindGrants === "strict"));',
    replace:
      '  return bound(grant, patterns.length < 0 ? bindingOf(patterns, bindGrants === "strict") : undefined);',
    breaks: "A grant is for the projects that its consent names.",
    tests: documents,
  },
  {
    name: "every-secret-readable",
    file: policy,
    find: "    Resource: secrets,\n",
    replace: '    Resource: secrets.length < 0 ? secrets : "*",\n',
    breaks: "A grant is of one secret by its full ARN.",
    tests: documents,
  },
  {
    name: "decrypts-anything",
    file: policy,
    find: '        "kms:EncryptionContext:SecretARN": sorted(secrets),\n',
    replace: "",
    breaks: "A key opens the granted secrets and nothing else.",
    tests: documents,
  },
  {
    name: "decrypts-for-anybody",
    file: policy,
    find: `        "kms:ViaService": \`secretsmanager.\${region}.amazonaws.com\`,\n`,
    replace: "",
    breaks: "A key is used through Secrets Manager alone.",
    tests: documents,
  },
  {
    name: "foreign-policy-deleted",
    file: "packages/core/src/plan/policy-write.ts",
    find: "  const policyName = ownPolicyName(own.policyName, own.region);\n  const names",
    replace:
      "  const policyName = [...inlinePolicies.keys()].sort()[0] ?? ownPolicyName(own.policyName, own.region);\n  const names",
    breaks: "No policy of others is ever edited.",
    tests: documents,
  },
  {
    name: "quota-not-kept",
    file: "packages/core/src/policy/quota.ts",
    find: "export const inlinePolicyCharactersMax = 10_240;",
    replace: "export const inlinePolicyCharactersMax = 102_400;",
    breaks: "What fits is granted, and the rest is told.",
    tests: ["tests/plan/quota.test.ts"],
  },
];
