/** What is said of a project, and what is written into it. */
import type { Mutant } from "../mutant.ts";

const normalization = "packages/core/src/plan/normalization.ts";
const login = [
  "tests/plan/credential.test.ts",
  "tests/plan/properties.test.ts",
  "tests/plan/changes.test.ts",
];
const findings = ["tests/apply/findings.test.ts", "tests/flows/flows.test.ts"];

export const diagnosis: readonly Mutant[] = [
  {
    name: "environment-lost",
    file: normalization,
    find: "  return {\n    ...environment,\n    imagePullCredentialsType: pullCredentials,",
    replace:
      "  return {\n    ...(environment.image === undefined ? environment : {}),\n    imagePullCredentialsType: pullCredentials,",
    breaks: "Everything else in a project's environment goes back as it came.",
    tests: login,
  },
  {
    name: "pull-type-left",
    file: normalization,
    find: "    imagePullCredentialsType: pullCredentials,\n    registryCredential",
    replace: "    registryCredential",
    breaks: "A project with a credential pulls with its service role.",
    tests: login,
  },
  {
    name: "name-left-in-project",
    file: normalization,
    find: "      credential,\n      credentialProvider",
    replace: "      credentialProvider",
    breaks: "A project names its secret by the full ARN.",
    tests: login,
  },
  {
    name: "loop-goes-on",
    file: "packages/core/src/plan/drift.ts",
    find: "const roundsMax = 3;",
    replace: "const roundsMax = 3_000;",
    breaks: "pullpass stops where something undoes it again and again.",
    tests: [
      "tests/end-to-end/redeployments.test.ts",
      "tests/plan/login.test.ts",
      "tests/plan/credential.test.ts",
    ],
  },
  {
    name: "deployments-are-loops",
    file: "packages/core/src/plan/drift.ts",
    find: "  if (stoodMs > (isLoop ? forgottenMs : loopMs)) return noDrift;\n",
    replace: "  if (stoodMs > forgottenMs * 1e6) return noDrift;\n",
    breaks: "A deployment each night is no loop.",
    tests: ["tests/end-to-end/redeployments.test.ts", "tests/plan/credential.test.ts"],
  },
  {
    name: "findings-never-close",
    file: "packages/core/src/apply/findings.ts",
    find: "  for (const finding of closed) await ledger.closeFinding(finding, now(), causes);\n",
    replace: "",
    breaks: "A finding closes when its cause is gone.",
    tests: findings,
  },
  {
    name: "findings-never-open",
    file: "packages/core/src/apply/findings.ts",
    find: "  for (const finding of opened) await ledger.openFinding(finding, now(), causes);\n",
    replace: "",
    breaks: "What pullpass cannot repair is told.",
    tests: findings,
  },
  {
    name: "unexamined-closes",
    file: "packages/core/src/apply/findings.ts",
    find: "!found.has(findingKey(finding)) && examined.has(subjectKey(finding.subject))",
    replace: "!found.has(findingKey(finding)) || examined.has(findingKey(finding))",
    breaks: "A finding closes only after a look at its subject.",
    tests: findings,
  },
  {
    name: "curated-image-given",
    file: "packages/core/src/diagnose/need.ts",
    find: '  if (image.kind === "takes-none" || image.kind === "invalid") return { kind: "image" };\n',
    replace: '  if (image.kind === "invalid") return { kind: "image" };\n',
    breaks: "A project whose image takes no credential is given nothing.",
    tests: ["tests/plan/rules.test.ts", "tests/plan/credential.test.ts", "tests/plan/registry.test.ts"],
  },
  {
    name: "consent-not-asked-for",
    file: "packages/core/src/diagnose/rules/index.ts",
    find: "  secretNoConsent,\n  secretNotFound,\n  secretPendingDeletion,\n  secretRotationOn,\n  secretUnreadable,\n];",
    replace:
      "  secretNotFound,\n  secretPendingDeletion,\n  secretRotationOn,\n  secretUnreadable,\n];\nvoid secretNoConsent;",
    breaks: "A project without consent is told what to ask for.",
    tests: ["tests/plan/rules.test.ts", "tests/plan/consent.test.ts"],
  },
  {
    name: "missing-secret-not-told",
    file: "packages/core/src/diagnose/rules/index.ts",
    find: "  secretNotFound,\n  secretPendingDeletion,\n  secretRotationOn,\n  secretUnreadable,\n];",
    replace: "  secretPendingDeletion,\n  secretRotationOn,\n  secretUnreadable,\n];\nvoid secretNotFound;",
    breaks: "A project whose secret is not there is told so.",
    tests: ["tests/plan/rules.test.ts"],
  },
  {
    name: "shut-key-not-told",
    file: "packages/core/src/diagnose/rules/index.ts",
    find: "  keyPolicyDenies,\n  keyUnusable,\n  plaintextCredential,\n  policyMalformed,\n  policyQuota,\n  projectUnreadable,",
    replace: "  plaintextCredential,\n  policyMalformed,\n  policyQuota,\n  projectUnreadable,",
    breaks: "A key that shuts a build out is told, with what to do.",
    tests: ["tests/plan/keys.test.ts", "tests/plan/rules.test.ts"],
  },
  {
    name: "next-key-forgotten",
    file: "packages/core/src/plan/grants.ts",
    find: "  return { key: now, ...(next !== undefined && next !== now && { nextKey: next }) };",
    replace:
      "  return { key: next === undefined ? now : now, ...(next !== undefined && next === now && { nextKey: next }) };",
    breaks: "A build goes on when the secret's next value is under another key.",
    tests: ["tests/plan/keys.test.ts", "tests/end-to-end/moved-keys.test.ts"],
  },
  {
    name: "key-forgotten",
    file: "packages/core/src/plan/grants.ts",
    find: '  return key?.kind === "customer" ? key.key.arn : undefined;',
    replace: '  return key?.kind === "customer" && key.key.arn.length === 0 ? key.key.arn : undefined;',
    breaks: "A role may decrypt what it may read.",
    tests: ["tests/plan/keys.test.ts", "tests/end-to-end/keys.test.ts"],
  },
];
