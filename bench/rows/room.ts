/** How many secrets fit into one role's inline policies: what pullpass writes, and the most that full ARNs leave room for. */
import { parseKeyArn, parseSecretArn, rolePolicy } from "@pullpass/core/parts";
import { atLeast, type Benchmark } from "../benchmark.ts";

/** Characters, white space not counted. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const charactersMax = 10_240;

type Grants = Parameters<typeof rolePolicy>[0];

const secretOf = (index: number) =>
  parseSecretArn(
    `arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/team-${String(index).padStart(3, "0")}-AbCdEf`,
  );
const keyOf = (index: number) =>
  parseKeyArn(
    `arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-${String(index).padStart(12, "0")}`,
  );

/** Under which key each secret is. */
const kinds: readonly (readonly [
  name: string,
  key: (index: number) => ReturnType<typeof keyOf> | undefined,
])[] = [
  ["no key", () => undefined],
  ["one key", () => keyOf(0)],
  ["a key each", (index) => keyOf(index)],
];

/** Which projects each secret is for: of the role's, all, as many as there are on it. */
const bindings: readonly (readonly [name: string, bound: Grants[number]["bound"]])[] = [
  ["", undefined],
  [", for one project", boundTo(1)],
  [", for ten projects", boundTo(10)],
  [", for a hundred projects", boundTo(100)],
];

function boundTo(count: number): NonNullable<Grants[number]["bound"]> {
  const projects = Array.from({ length: count }, (_, index) =>
    projectArnOf(`team-${String(index).padStart(3, "0")}-web`),
  );
  return { projects, strict: false };
}

function projectArnOf(name: string): string {
  return `arn:aws:codebuild:eu-central-1:111122223333:project/${name}`;
}

export const benchmark: Benchmark = {
  about: "how many secrets fit into one role's policies, beside the most of any layout that grants no more",
  async run(say) {
    return bindings.flatMap(([projects, bound]) =>
      kinds.map(([kind, key]) => {
        const grantsOf = (count: number): Grants =>
          Array.from({ length: count }, (_, index) => ({
            secret: secretOf(index),
            key: key(index),
            ...(bound !== undefined && { bound }),
          }));
        const name = `${kind}${projects}`;
        const value = mostThatFit((count) => rolePolicy(grantsOf(count)).length);
        const layouts = mostThatFit((count) =>
          Math.min(...layoutsOf(grantsOf(count)).map((each) => each.length)),
        );
        say(`${name}: ${value}, and ${layouts} in the shortest layout`);
        return atLeast(name === "a key each" ? 30 : layouts, {
          name: `secrets that fit one role, ${name}`,
          value,
          unit: "secrets",
        });
      }),
    );
  },
};

function mostThatFit(lengthOf: (count: number) => number): number {
  let count = 0;
  while (lengthOf(count + 1) <= charactersMax) count += 1;
  return count;
}

/**
 * Every way to write the same permissions with full ARNs: with and without names of statements, lists of one as lists or not, and the
 * statements of each key apart. One statement for several keys would let each key decrypt every secret, which is more.
 */
function layoutsOf(grants: Grants): readonly string[] {
  const written: {
    readonly Version: string;
    readonly Statement: readonly Readonly<Record<string, unknown>>[];
  } = JSON.parse(rolePolicy(grants));
  const unnamed = { ...written, Statement: written.Statement.map(({ Sid: _, ...statement }) => statement) };
  return [written, unnamed].flatMap((policy) => {
    const text = JSON.stringify(policy);
    return [text, text.replaceAll(/\[("[^"]+")\]/g, "$1")];
  });
}
