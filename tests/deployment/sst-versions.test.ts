/** SST is installed apart, and works with the versions that the stack is tested with. tests/ministack/sst.test.ts runs it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const lock: Lock = read("package-lock.json");
const locked: Lock = read("sst/package-lock.json");

test("npm ci installs nothing of SST", () => {
  expect(Object.keys(lock.packages).filter((path) => /(^|\/)sst$/.test(path))).toEqual([]);
});

test.each(["aws-cdk-lib", "cdk-nag", "constructs"])(
  "%s is of one version for SST and for the stack",
  (name) => {
    const { [name]: wanted } = read("sst/package.json").dependencies;
    for (const { packages } of [lock, locked]) {
      expect(packages[`node_modules/${name}`]?.version).toBe(wanted);
    }
  },
);
