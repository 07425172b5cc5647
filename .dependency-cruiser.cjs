/** The direction of imports: events in, observe, plan (pure), apply, ledger, notice. docs/architecture.md draws it. */
const core = (...folders) => folders.map((folder) => `^packages/core/src/${folder}`);

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-circular-types",
      comment: "where types go round, nothing can be read first; packages that are free of it stay so",
      severity: "error",
      from: { path: "^packages/sandbox/" },
      to: { circular: true },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "access-knows-nothing",
      comment: "packages/access decides; it knows no other package and no AWS SDK",
      severity: "error",
      from: { path: "^packages/access/" },
      to: { path: ["^packages/(?!access/)", "@aws-sdk"] },
    },
    {
      name: "core-knows-access-only",
      severity: "error",
      from: { path: "^packages/core/" },
      to: { path: "^packages/(?!core/|access/)" },
    },
    {
      name: "sandbox-does-not-know-core",
      comment: "the sandbox stands in for AWS: what it agrees with core on would prove nothing",
      severity: "error",
      from: { path: "^packages/sandbox/" },
      to: { path: "^packages/(?!sandbox/|access/)" },
    },
    {
      name: "functions-know-core-only",
      severity: "error",
      from: { path: "^packages/functions/" },
      to: { path: "^packages/(?!functions/|core/|registry/)" },
    },
    {
      name: "two-functions-ask-registries",
      comment: "the network is no part of reconcile, or of any other function",
      severity: "error",
      from: { path: "^packages/functions/src/(?!(credentials|registry)\\.ts$)" },
      to: { path: "^packages/registry/" },
    },
    {
      name: "pure-steps-do-no-io",
      comment:
        "decode, diagnose, plan, policy, model, notice and pull-messages are functions of their arguments",
      severity: "error",
      from: { path: core("decode", "diagnose", "plan", "policy", "model", "notice", "pull-messages") },
      to: {
        path: [
          "^packages/core/src/(aws|observe/observe|apply|scope|ledger/(memory|dynamodb))",
          "@aws-sdk",
          "@smithy",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "pure-steps-use-no-node-io",
      severity: "error",
      from: { path: core("decode", "diagnose", "plan", "policy", "model", "notice", "pull-messages") },
      to: { dependencyTypes: ["core"], path: "^(node:)?(?!crypto$|net$|util$|punycode$|url$|buffer$)" },
    },
    {
      name: "sdk-only-in-adapters",
      comment: "one folder holds the AWS SDK",
      severity: "error",
      from: { path: "^packages/core/src/(?!aws/)" },
      to: { path: "@aws-sdk|@smithy" },
    },
    {
      name: "diagnose-does-not-look-ahead",
      comment: "an arrow back from diagnose to plan",
      severity: "error",
      from: { path: core("model", "policy", "decode", "scope", "observe", "diagnose") },
      to: { path: core("plan") },
    },
    {
      name: "observe-does-not-look-ahead",
      comment: "an arrow back from observe to diagnose",
      severity: "error",
      from: { path: core("model", "policy", "observe") },
      to: { path: core("diagnose") },
    },
    {
      name: "report-is-not-deployed",
      comment:
        "the laptop's report is no part of what is deployed, nor are the parts of core that only it calls",
      severity: "error",
      from: { path: ["^packages/(access|core|functions)/", "^stacks/", "^sst\\.config\\.ts$"] },
      to: { path: ["^packages/(audit|check)/", "^packages/core/src/parts\\.ts$"] },
    },
    {
      name: "report-knows-core-by-its-doors",
      comment:
        "packages/audit is put together from what core exports, and reaches AWS through core's adapters",
      severity: "error",
      from: { path: "^packages/audit/" },
      to: {
        path: [
          "^packages/(?!audit/|core/|access/)",
          "^packages/core/src/(?!(index|parts|aws/index)\\.ts$)",
          "@aws-sdk|@smithy",
        ],
      },
    },
    {
      name: "registry-knows-core-by-its-door",
      comment:
        "packages/registry asks registries over the network, with the words and the judge of addresses of core; no AWS in it",
      severity: "error",
      from: { path: "^packages/registry/" },
      to: {
        path: ["^packages/(?!registry/|core/)", "^packages/core/src/(?!index\\.ts$)", "@aws-sdk|@smithy"],
      },
    },
    {
      name: "only-registry-asks-registries",
      comment: "every request to a host that an image names goes through the judge of addresses",
      severity: "error",
      from: { path: "^packages/(access|audit|core|functions)/" },
      to: { path: "^(node:)?(dns|tls|http|https|http2|dgram)(/|$)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "check-knows-files-and-core",
      comment: "packages/check reads what it is given, and judges by core's doors; it knows no AWS",
      severity: "error",
      from: { path: "^packages/check/" },
      to: {
        path: [
          "^packages/(?!check/|core/)",
          "^packages/core/src/(?!(index|parts)\\.ts$)",
          "@aws-sdk|@smithy",
        ],
      },
    },
    {
      name: "plan-does-not-look-ahead",
      comment: "an arrow back from plan to a later step",
      severity: "error",
      from: { path: core("model", "policy", "decode", "scope", "observe", "diagnose", "plan") },
      to: { path: core("apply", "ledger", "(check-logins|ingest|look|reconcile|sweep|notify)\\.ts") },
    },
    {
      name: "oracle-is-for-tests",
      comment: "AGPL: development only, never imported by what is shipped",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "@cloud-copilot" },
    },
    {
      name: "simulation-knows-no-core",
      comment:
        "its oracle is written from the documentation: with core's own code it would agree with core's mistakes",
      severity: "error",
      from: { path: "^tests/simulation/" },
      to: { path: "^packages/(core|access)/" },
    },
    {
      name: "prove-asks-as-a-stranger",
      comment: "prove asks AWS and the sandbox; with core's code it would ask what core already thinks",
      severity: "error",
      from: { path: "^prove/" },
      to: { path: "^packages/(?!sandbox/)" },
    },
    { name: "tests-are-leaves", severity: "error", from: { pathNot: "^tests/" }, to: { path: "^tests/" } },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
  },
};
