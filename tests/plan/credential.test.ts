import fc from "fast-check";
import { expect, test } from "vitest";
import { given, planFor, project, secret, secretArn, takenAt } from "./support.ts";

const arn = secretArn("registry/hub");
const partial = arn.slice(0, -7);
const elsewhere = secret("registry/hub", { region: "us-east-1" });
const forms = [
  { form: "name", credential: "registry/hub", pull: "SERVICE_ROLE", rewritten: true },
  { form: "partial ARN", credential: partial, pull: "SERVICE_ROLE", rewritten: true },
  { form: "full ARN", credential: arn, pull: "SERVICE_ROLE", rewritten: false },
  { form: "full ARN with CodeBuild's own pull type", credential: arn, pull: "CODEBUILD", rewritten: true },
  {
    form: "name with CodeBuild's own pull type",
    credential: "registry/hub",
    pull: "CODEBUILD",
    rewritten: true,
  },
] as const;

test.each(forms)(
  "a credential given as $form is rewritten: $rewritten",
  ({ credential, pull, rewritten }) => {
    const plan = planFor(
      given({
        projects: [project("web", { credential, pullCredentials: pull })],
        secrets: [secret("registry/hub")],
      }),
    );
    expect(plan.grants.map((grant) => grant.secret)).toEqual([arn]);
    expect(plan.updates.map(({ change }) => [change.before, change.after])).toEqual(
      rewritten
        ? [
            [
              { credential, pullCredentials: pull },
              { credential: arn, pullCredentials: "SERVICE_ROLE" },
            ],
          ]
        : [],
    );
  },
);

test("a name means the secret in the project's own Region before any other", () => {
  const plan = planFor(given({ projects: [project("web")], secrets: [elsewhere, secret("registry/hub")] }));
  expect(plan.updates[0]?.change.after.credential).toBe(arn);
});

test("a name that only another Region has becomes that Region's ARN, and the key is used from there", () => {
  const plan = planFor(given({ projects: [project("web")], secrets: [elsewhere] }));
  expect(plan.updates[0]?.change.after.credential).toBe(elsewhere.secret.arn);
  expect(plan.grants[0]?.secret).toBe(elsewhere.secret.arn);
  expect(plan.findings).toEqual([]);
});

function byRole(name: string, credential = "registry/hub") {
  return project(name, { credential, pullCredentials: "SERVICE_ROLE" });
}

test("a name that only another Region has is not found by builds, where credentials are not rewritten", () => {
  const plan = planFor(given({ projects: [byRole("web")], secrets: [elsewhere] }), { normalization: "off" });
  expect(plan.findings.map(({ rule }) => rule)).toEqual(["credential-not-arn"]);
  expect(plan.findings[0]?.evidence).toMatchInlineSnapshot(`
    [
      [
        "credential",
        "registry/hub",
      ],
      [
        "secret",
        "arn:aws:secretsmanager:us-east-1:111122223333:secret:registry/hub-a1b2c3",
      ],
    ]
  `);
});

test("the ARN of a secret that was made anew is not found by builds, where credentials are not rewritten", () => {
  const anew = secret("registry/hub", { suffix: "z9y8x7" });
  const world = given({
    projects: [byRole("web", arn)],
    secrets: [anew],
    lookups: { [arn]: { kind: "recreated", found: anew, staleArn: arn } },
  });
  expect(planFor(world).findings).toEqual([]);
  expect(planFor(world, { normalization: "off" }).findings[0]?.evidence).toMatchInlineSnapshot(`
    [
      [
        "credential",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
      ],
      [
        "secret",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-z9y8x7",
      ],
    ]
  `);
});

test("the whole environment goes back, with members that nobody here knows", () => {
  const environment = {
    type: "LINUX_CONTAINER",
    image: "docker.io/acme/build:1",
    computeType: "BUILD_GENERAL1_SMALL",
    imagePullCredentialsType: "CODEBUILD",
    environmentVariables: [{ name: "A", value: "b", type: "PLAINTEXT" }],
    registryCredential: {
      credential: "registry/hub",
      credentialProvider: "SECRETS_MANAGER",
      futureMember: { x: [1] },
    },
    hostKernel: "AL2023",
    futureMember: { deep: { deeper: [null, { a: 1 }] } },
  };
  const plan = planFor(
    given({ projects: [project("web", { environment })], secrets: [secret("registry/hub")] }),
  );
  expect(plan.updates[0]?.environment).toEqual({
    ...environment,
    imagePullCredentialsType: "SERVICE_ROLE",
    registryCredential: { ...environment.registryCredential, credential: arn },
  });
  expect(environment.imagePullCredentialsType).toBe("CODEBUILD");
});

test("whatever else an environment holds is sent back as it came", () => {
  const anything = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(anything, anything, (others, credentials) => {
      const environment = { ...others, registryCredential: { ...credentials, credential: "registry/hub" } };
      const world = given({ projects: [project("web", { environment })], secrets: [secret("registry/hub")] });
      expect(planFor(world).updates[0]?.environment).toStrictEqual({
        ...environment,
        imagePullCredentialsType: "SERVICE_ROLE",
        registryCredential: {
          ...environment.registryCredential,
          credential: arn,
          credentialProvider: "SECRETS_MANAGER",
        },
      });
    }),
  );
});

const stack = { "aws:cloudformation:stack-name": "shop" };
const modes = [
  { normalization: "all", tags: {}, updates: 1 },
  { normalization: "all", tags: stack, updates: 1 },
  { normalization: "unmanaged", tags: {}, updates: 1 },
  { normalization: "unmanaged", tags: stack, updates: 0 },
  { normalization: "off", tags: {}, updates: 0 },
] as const;

test.each(modes)(
  "normalization $normalization, project tags $tags: $updates update, and always the grant",
  ({ normalization, tags, updates }) => {
    const world = given({ projects: [project("web", { tags })], secrets: [secret("registry/hub")] });
    const plan = planFor(world, { normalization });
    expect(plan.updates).toHaveLength(updates);
    expect(plan.grants).toHaveLength(1);
  },
);

test("the change of a project that a stack manages says so: its next deployment may undo it", () => {
  const world = given({ projects: [project("web", { tags: stack })], secrets: [secret("registry/hub")] });
  expect(planFor(world).updates[0]?.change.managedBy).toBe("shop");
});

/** Minutes before the look: pullpass's last normalization, when the project was written last, when it was created, and when that one was. */
const drifts = [
  { story: "never normalized", rounds: 0, outcome: "update 1" },
  { story: "undone twice within minutes", rounds: 2, wrote: 6, modified: 1, outcome: "update 3" },
  { story: "undone three times within minutes", rounds: 3, wrote: 6, modified: 1, outcome: "iac-drift" },
  { story: "undone by a nightly deployment", rounds: 2, wrote: 1_440, modified: 1, outcome: "update 1" },
  { story: "deployed again after half an hour", rounds: 2, wrote: 31, modified: 1, outcome: "update 1" },
  {
    story: "made anew under its name",
    rounds: 3,
    wrote: 6,
    modified: 1,
    created: 1,
    outcome: "update 1",
  },
  {
    story: "undone three times since it was made, by a clock that is two seconds ahead of the function's",
    rounds: 3,
    wrote: 6,
    modified: 1,
    created: 6 - 2 / 60,
    outcome: "iac-drift",
  },
  {
    story: "undone three times since it was made, by a clock that is far ahead of the function's",
    rounds: 3,
    wrote: 6,
    modified: 1,
    created: 5,
    recorded: 5,
    outcome: "iac-drift",
  },
  {
    story: "made anew under its name, by a clock that is far behind the function's",
    rounds: 3,
    wrote: 6,
    modified: 1,
    created: 7,
    recorded: 8,
    outcome: "update 1",
  },
  { story: "left alone since a loop", rounds: 3, wrote: 60, modified: 58, outcome: "update 4 and iac-drift" },
  { story: "written again in a loop", rounds: 3, wrote: 60, modified: 2, outcome: "iac-drift" },
  { story: "left alone too shortly after a try", rounds: 4, wrote: 60, modified: 58, outcome: "iac-drift" },
  {
    story: "left alone half a day",
    rounds: 9,
    wrote: 800,
    modified: 790,
    outcome: "update 10 and iac-drift",
  },
  { story: "deployed the night after a loop", rounds: 4, wrote: 1_440, modified: 1, outcome: "update 1" },
  {
    story: "normalized to another secret",
    rounds: 3,
    wrote: 6,
    modified: 1,
    to: secretArn("registry/old"),
    outcome: "update 1",
  },
  { story: "recorded by an older version", rounds: 3, modified: 1, outcome: "update 1" },
];

const minutesAgo = (minutes: number | undefined) =>
  minutes === undefined ? undefined : new Date(Date.parse(takenAt) - minutes * 60_000).toISOString();

test.each(drifts)("a project $story: $outcome", (each) => {
  const { rounds, wrote, modified, created, recorded, to = arn, outcome } = each;
  const times = { created: minutesAgo(created ?? 100_000), lastModified: minutesAgo(modified) };
  const last = { change: "n", credential: to, rounds, at: minutesAgo(wrote), tool: undefined };
  const plan = planFor(
    given({
      projects: [project("web", times)],
      secrets: [secret("registry/hub")],
      driftRounds: { web: { ...last, created: minutesAgo(recorded) } },
    }),
  );
  const updates = plan.updates.map(({ change }) => `update ${change.round}`);
  expect([...updates, ...plan.findings.map(({ rule }) => rule)].join(" and ")).toBe(outcome);
  expect(plan.grants).toHaveLength(1);
});

test.each([
  { story: "its first minutes", rounds: 4, wrote: 5, findings: ["iac-drift"] },
  { story: "a quarter of an hour", rounds: 4, wrote: 16, findings: [] },
  { story: "five minutes, and was never undone so often", rounds: 3, wrote: 5, findings: [] },
])("drift is over once what was tried again stood for longer than a round takes: $story", (each) => {
  const { rounds, wrote, findings } = each;
  const healed = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" });
  const world = given({
    projects: [{ ...healed, lastModified: minutesAgo(wrote) }],
    secrets: [secret("registry/hub")],
    driftRounds: {
      web: {
        ...{ change: "n", credential: arn, rounds, at: minutesAgo(wrote) },
        ...{ tool: undefined, created: undefined },
      },
    },
  });
  expect(planFor(world).findings.map(({ rule }) => rule)).toEqual(findings);
});

const images = [
  { image: "aws/codebuild/standard:7.0", takes: false },
  { image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/build:1", takes: false },
  { image: "111122223333.dkr-ecr.eu-central-1.on.aws/build:1", takes: false },
  { image: "public.ecr.aws/acme/build:1", takes: false },
  { image: "acme/build", takes: true },
  { image: `ghcr.io/acme/build@sha256:${"a".repeat(64)}`, takes: true },
  { image: "acme/build", environmentType: "WINDOWS_SERVER_2022_CONTAINER", takes: true },
  { image: "acme/build", environmentType: "LINUX_GPU_CONTAINER", takes: true },
  { image: "acme/build", environmentType: "LINUX_LAMBDA_CONTAINER", takes: false },
  { image: "acme/build", environmentType: "ARM_LAMBDA_CONTAINER", takes: false },
  { image: "acme/build", environmentType: "LINUX_EC2", takes: false },
  { image: "acme/build", environmentType: "WINDOWS_EC2", takes: false },
  { image: "acme/build", environmentType: "MAC_ARM", takes: false },
];

test.each(images)(
  "$image in $environmentType takes a credential: $takes",
  ({ image, environmentType, takes }) => {
    const web = project("web", { image, environmentType: environmentType ?? "LINUX_CONTAINER" });
    const plan = planFor(given({ projects: [web], secrets: [secret("registry/hub")] }));
    expect(plan.updates).toHaveLength(takes ? 1 : 0);
    expect(plan.grants).toHaveLength(takes ? 1 : 0);
    expect(plan.findings.map(({ rule }) => rule)).toEqual(takes ? [] : ["image-takes-no-credential"]);
  },
);

test("a project without a credential is left as it is", () => {
  const plan = planFor(
    given({ projects: [project("web", { credential: undefined })], secrets: [secret("registry/hub")] }),
  );
  expect(plan).toMatchObject({ changes: [], grants: [], findings: [], unknowns: [] });
});

test("a normalization says why", () => {
  const reasons = forms.flatMap(({ credential, pull }) =>
    planFor(
      given({
        projects: [project("web", { credential, pullCredentials: pull })],
        secrets: [secret("registry/hub")],
      }),
    ).updates.map(({ change }) => change.reason),
  );
  expect([...new Set(reasons)]).toMatchInlineSnapshot(`
    [
      "Only the full ARN of a secret means the same secret in every Region and for good.",
      "CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone.",
      "Only the full ARN of a secret means the same secret in every Region and for good, and CodeBuild reads a registry credential with the pull type SERVICE_ROLE alone.",
    ]
  `);
});
