/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables */
/** Policies made to keep whoever reads them busy. */
import { allow, deny } from "./ask.ts";

const when = (Condition: object, n: number) => (n % 2 === 0 ? allow({ Condition }) : deny({ Condition }));
const many = (of: number, condition: (n: number) => object) =>
  Array.from({ length: of }, (_, n) => when(condition(n), n));

/** Each as the statements of the role's own policy. */
export const hostile: readonly { readonly what: string; readonly statements: readonly object[] }[] = [
  {
    what: "a dozen stars in every pattern",
    statements: [
      when(
        { StringLike: { "x:k": `${"*a".repeat(12)}b` }, StringNotLike: { "x:k": `${"*b".repeat(12)}a` } },
        0,
      ),
      when({ StringLike: { "x:k": "*?a".repeat(12) } }, 1),
    ],
  },
  {
    what: "characters that may be any, after a star",
    statements: many(20, (n) => ({ StringLike: { "x:k": `*a${"?".repeat(n + 10)}` } })),
  },
  {
    what: "hundreds of keys, each in several statements",
    statements: many(600, (n) => ({
      StringLike: { [`x:k${n % 300}`]: "*a*b*c*d?e*" },
      StringNotLike: { [`x:k${(n * 7) % 300}`]: `v${n}*` },
    })),
  },
  {
    what: "hundreds of statements about one key",
    statements: many(600, (n) => ({ StringLike: { "x:k": `*a${n}*b*` } })),
  },
  {
    what: "hundreds of statements about one list",
    statements: many(600, (n) => ({
      [n % 3 === 0 ? "ForAllValues:StringLike" : "ForAnyValue:StringLike"]: { "x:k": `a${n}*` },
    })),
  },
  {
    what: "keys that are compared with one another, all in a ring",
    statements: many(200, (n) => ({ StringLike: { [`x:k${n}`]: `\${x:k${(n + 1) % 200}}*` } })),
  },
  {
    what: "numbers",
    statements: many(600, (n) => ({ NumericLessThan: { "x:k": n }, NumericGreaterThan: { "x:l": n } })),
  },
  {
    what: "networks",
    statements: many(600, (n) => ({ IpAddress: { "x:k": `10.${n % 256}.0.0/${8 + (n % 24)}` } })),
  },
  {
    what: "variables in resources",
    statements: [
      allow({ Resource: "*${x:a}*${x:b}*${x:a}*" }),
      deny({ Resource: `${"*e".repeat(500)}\${x:a}*` }),
      ...many(100, (n) => ({ StringLike: { "x:a": `*${n}*`, "x:b": "*a*?b" } })),
    ],
  },
  {
    what: "thousands of keys",
    statements: many(1_000, (n) => ({ StringEquals: { [`x:k${n}`]: "a", [`x:k${n + 1}`]: "b" } })),
  },
];
