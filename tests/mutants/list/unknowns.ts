/** Unknown is a value: nothing is given or taken on it, and the work comes again. */
import type { Mutant } from "../mutant.ts";

const secrets = "packages/core/src/observe/secrets.ts";
const need = "packages/core/src/diagnose/need.ts";
const unknown = [
  "tests/plan/unknowns.test.ts",
  "tests/observe/observe.test.ts",
  "tests/observe/secrets.test.ts",
];

export const unknowns: readonly Mutant[] = [
  {
    name: "unread-projects-are-gone",
    file: "packages/core/src/observe/projects.ts",
    find: '  if (read.kind !== "known") return new Map(names.map((name) => [name, read]));',
    replace: '  if (read.kind !== "known") return new Map(names.map((name) => [name, { kind: "absent" }]));',
    breaks: "A project that could not be read is not taken for deleted.",
    tests: unknown,
  },
  {
    name: "unread-project-is-elsewhere",
    file: need,
    find: `  if (read.kind === "unknown") return unknown(\`project \${name}\`, "project owner", read);\n  if (read.kind === "absent")`,
    replace: '  if (read.kind === "unknown" || read.kind === "absent")',
    breaks: "A project that could not be read is not taken for deleted.",
    tests: unknown,
  },
  {
    name: "second-hit-not-feared",
    file: secrets,
    find: "      if (failed !== undefined) return failed;\n",
    replace: "",
    breaks: "A name counts elsewhere only if every Region answered.",
    tests: unknown,
  },
  {
    name: "own-region-passed-by",
    file: secrets,
    find: '      if (own.kind === "unknown") return own;\n',
    replace: "",
    breaks: "A name means the project's own Region first.",
    tests: unknown,
  },
  {
    name: "unread-secret-is-deleted",
    file: secrets,
    find: '      if (told.kind === "unknown") return told;\n      return byNameOfDeleted(text, name, region);',
    replace: "      return byNameOfDeleted(text, name, region);",
    breaks: "A secret that could not be read is not taken for deleted.",
    tests: unknown,
  },
  {
    name: "unread-role-given-more",
    file: "packages/core/src/diagnose/role-verdict.ts",
    find: '  return role.kind === "touchable" && role.unknowns.length === 0;',
    replace: '  return role.kind === "touchable" && role.unknowns.length >= 0;',
    breaks: "Nothing is granted to a role of which something is unknown.",
    tests: unknown,
  },
  {
    name: "unread-role-is-deleted",
    file: "packages/core/src/diagnose/role-verdict.ts",
    find: `    return { kind: "unknown", unread: unread(\`role \${work.role}\`, "role owner", role) };`,
    replace: '    return { kind: "absent" };',
    breaks: "A role that could not be read is not taken for deleted.",
    tests: unknown,
  },
  {
    name: "unread-key-is-default",
    file: need,
    find: '  if (resourcePolicy.kind === "unknown") {',
    replace: '  if (resourcePolicy.kind === "unknown" && settings.mode === "plan") {',
    breaks: "Nothing is granted on a resource policy that could not be read.",
    tests: unknown,
  },
  {
    name: "failed-on-unknown",
    file: "packages/core/src/apply/settle.ts",
    find: "    else if (plan.unknowns.length === 0) await ledger.failed",
    replace: "    else if (plan.unknowns.length >= 0) await ledger.failed",
    breaks: "What a crash left planned is not called failed while something could not be read.",
    tests: ["tests/apply/settle.test.ts"],
  },
  {
    name: "unknown-work-done",
    file: "packages/core/src/reconcile.ts",
    find: "    if (open.length > 0) throw new Incomplete(work, open);\n",
    replace: "    if (open.length < 0) throw new Incomplete(work, open);\n",
    breaks: "Work of which something could not be read is tried again.",
    tests: ["tests/flows/flows.test.ts", "tests/end-to-end/trouble.test.ts"],
  },
  {
    name: "client-faults-are-absence",
    file: "packages/core/src/aws/errors.ts",
    find: '  ["AccessDenied", AccessDenied],',
    replace: '  ["AccessDenied", NotFound],',
    breaks: "What pullpass may not read is not taken for gone.",
    tests: ["tests/aws/errors.test.ts", "tests/aws/secrets-manager.test.ts"],
  },
  {
    name: "throttled-for-good",
    file: "packages/core/src/aws/errors.ts",
    find: '  ["Throttling", Throttled],',
    replace: '  ["Throttling", Refused],',
    breaks: "What is throttled is tried again, and no finding.",
    tests: ["tests/aws/errors.test.ts"],
  },
  {
    name: "stale-read-believed",
    file: "packages/core/src/observe/just-written.ts",
    find: "  return !isTouched && Date.parse(takenAt) - writtenAt <= settlesMs;",
    replace: "  return !isTouched && Date.parse(takenAt) - writtenAt > settlesMs * 1e6;",
    breaks: "What IAM shows shortly after a write takes no grant away.",
    tests: ["tests/plan/stale.test.ts", "tests/end-to-end/iam-lag.test.ts"],
  },
];
