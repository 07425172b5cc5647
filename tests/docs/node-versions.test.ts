/** `npm ci` warns of no Node version that the README allows: no package that it installs wants a younger one. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Manifest {
  readonly engines?: { readonly node?: string };
}

const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
const locks = ["package-lock.json", "sst/package-lock.json"].map(
  (file): { readonly packages: Readonly<Record<string, Manifest>> } => JSON.parse(readFileSync(file, "utf8")),
);

/** The oldest of each line that is allowed. */
const oldest = [...(manifest.engines?.node ?? "").matchAll(/(\d+)\.(\d+)\.(\d+)/g)].map(([text]) => text);

test("the README names the oldest version of each line", () => {
  const [, words = ""] =
    /Nothing to install but Node \((.*?)\)/.exec(readFileSync("README.md", "utf8")) ?? [];
  const named = [...words.matchAll(/\d+(?:\.\d+)?/g)].map(([text]) => text);
  expect(oldest.map((version) => version.replace(/(\.0)+$/, ""))).toEqual(named);
  expect(readFileSync(".nvmrc", "utf8").trim()).toBe("24");
});

test.each(oldest)("every package takes Node %s", (version) => {
  const refusing = locks
    .flatMap(({ packages }) => Object.entries(packages))
    .flatMap(([path, { engines }]) =>
      engines?.node === undefined || takes(engines.node, version) ? [] : [`${path}: ${engines.node}`],
    );
  expect(refusing).toEqual([]);
});

test("a range that leaves a version out is seen to", () => {
  expect(takes("^22.18.0 || >=24.11.0", "22.17.0")).toBe(false);
  expect(takes("^22.18.0 || >=24.11.0", "23.0.0")).toBe(false);
  expect(takes(">=0.6.11 <=0.7.0 || >=0.7.3", "22.18.0")).toBe(true);
  expect(takes("6.* || 8.* || >= 10.*", "22.18.0")).toBe(true);
  expect(takes("20 || >=22", "21.0.0")).toBe(false);
});

/** Ranges as npm reads them, in the forms that packages use. https://github.com/npm/node-semver#ranges */
function takes(range: string, version: string): boolean {
  return range
    .split("||")
    .some((part) =>
      [...part.matchAll(/(\^|~|>=|<=|>|<|=|v)?\s*(\*|\d+(?:\.(?:\d+|x|\*))*)/g)].every(
        ([, sign = "", wanted = ""]) => fits(sign, wanted, version),
      ),
    );
}

function fits(sign: string, wanted: string, version: string): boolean {
  const given = numbersIn(wanted);
  const order = compared(numbersIn(version), given);
  if (sign === ">=") return order >= 0;
  if (sign === ">") return order > 0;
  if (sign === "<=") return order <= 0;
  if (sign === "<") return order < 0;
  const kept = sign === "^" ? 1 : sign === "~" ? 2 : given.length;
  return order >= 0 && given.slice(0, kept).every((number, index) => number === numbersIn(version)[index]);
}

function numbersIn(text: string): readonly number[] {
  return text
    .split(".")
    .filter((part) => /^\d+$/.test(part))
    .map(Number);
}

function compared(a: readonly number[], b: readonly number[]): number {
  const at = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return at === undefined ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
