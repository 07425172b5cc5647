/** What `.ci/run` says of `npm ci`, and what it lets pass. */
import { expect, test } from "vitest";
import { bounds, judged } from "../../.ci/install-bounds.ts";

const fine = { packages: 10, megabytes: 20, seconds: 30, printed: "\nadded 10 packages in 30s\n" };

const engine = (name: string) =>
  [
    "npm warn EBADENGINE Unsupported engine {",
    `npm warn EBADENGINE   package: '${name}',`,
    "npm warn EBADENGINE   required: { node: '>=30' },",
    "npm warn EBADENGINE   current: { node: 'v20.20.2', npm: '11.19.1' }",
    "npm warn EBADENGINE }",
    "",
  ].join("\n");

test("an install within the bounds is told with them", () => {
  expect(judged(fine)).toEqual({
    line: `npm ci: 10 packages of at most ${bounds.packages}, 20 MB of at most ${bounds.megabytes}, 30 s, warnings: 0`,
    faults: [],
  });
});

test("more packages, more bytes and each warning are faults", () => {
  const printed = `npm warn deprecated glob@7.2.3: old\n${engine("one@1.0.0")}${engine("two@2.0.0")}`;
  const { packages, megabytes } = bounds;
  const { line, faults } = judged({ ...fine, packages: packages + 1, megabytes: megabytes + 1, printed });
  expect(line).toContain("warnings: 3");
  expect(faults).toEqual([
    `npm ci installs ${packages + 1} packages.`,
    `npm ci installs ${megabytes + 1} MB.`,
    "npm ci warns: deprecated glob@7.2.3: old",
    expect.stringContaining("'one@1.0.0'"),
    expect.stringContaining("'two@2.0.0'"),
  ]);
});

test("a Node that the README does not allow is warned of rightly: only other warnings count", () => {
  const printed = `${engine("pullpass-repo@0.1.0")}${engine("one@1.0.0")}`;
  expect(judged({ ...fine, printed })).toEqual({
    line: expect.stringContaining("warnings: 0; this Node is none that package.json allows"),
    faults: [],
  });
  const { faults } = judged({ ...fine, printed: `${printed}npm warn deprecated glob@7.2.3: old\n` });
  expect(faults).toEqual(["npm ci warns: deprecated glob@7.2.3: old"]);
});
