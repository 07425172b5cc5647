/** What a release writes, tried on the repository's own files without writing any. */
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { releasedFiles } from "../../.ci/release-files.ts";

const paths = ["package.json", "CHANGELOG.md", ...globSync("packages/*/package.json")];
const files = new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
const at = { version: "7.1.0", date: "2030-01-31" };

test("every manifest has the new version, and names the others by it", () => {
  const after = releasedFiles(files, at);
  const manifests = [...after].filter(([path]) => path.endsWith(".json")).map(([, text]) => JSON.parse(text));
  expect(manifests.length).toBeGreaterThan(7);
  for (const { version, dependencies, devDependencies } of manifests) {
    expect(version).toBe("7.1.0");
    for (const [name, named] of Object.entries({ ...dependencies, ...devDependencies }))
      if (name.startsWith("@pullpass/")) expect(named).toBe("7.1.0");
  }
});

test("what was unreleased is the release's, nothing is lost, and the next begins empty", () => {
  const before = files.get("CHANGELOG.md") ?? "";
  const after = releasedFiles(files, at).get("CHANGELOG.md") ?? "";
  expect(after).toContain("## Unreleased\n\n## 7.1.0 (2030-01-31)\n\n- ");
  const items = (text: string) => text.split("\n").filter((line) => line.startsWith("- "));
  expect(items(after)).toEqual(items(before));
  const released = new Map([...releasedFiles(files, at)]);
  expect(() => releasedFiles(released, { ...at, version: "7.2.0" })).toThrow("says nothing under Unreleased");
});

test.each(["", "1", "v1.0.0", "0.0.1", "1.0.0-beta", "1.0.0\n"])("%j is no next version", (version) => {
  expect(() => releasedFiles(files, { ...at, version })).toThrow("is no version after");
});
