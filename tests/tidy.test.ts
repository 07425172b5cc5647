import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const sources = ["packages", "stacks"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !/node_modules|(^|\/)dist\//.test(path))
    .map((path) => `${folder}/${path}`),
);

const linesMax = 250;

test("a file does one thing: none is long", () => {
  const long = sources.filter((path) => readFileSync(path, "utf8").split("\n").length > linesMax);
  expect(long).toEqual([]);
});

test("a file is named after what is in it", () => {
  const vague = /(^|\/|-)(utils?|helpers?|common|misc|(?<!secrets-)manager|(?<!role-)shared)\.ts$/;
  expect(sources.filter((path) => vague.test(path))).toEqual([]);
});

test("the licence of what is shipped allows it: the oracle is for tests only", () => {
  const shipped = readdirSync("packages").map((name) =>
    readFileSync(`packages/${name}/package.json`, "utf8"),
  );
  for (const manifest of shipped) expect(manifest).not.toContain("@cloud-copilot");
});

test("every relative link in the documents leads somewhere", () => {
  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/compared.md",
    "docs/first-day.md",
    "docs/operations.md",
  ];
  const broken = documents.flatMap((document) => {
    const folder = document.includes("/") ? document.slice(0, document.lastIndexOf("/") + 1) : "";
    const links = [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)];
    return links.map(([, to]) => `${folder}${to}`).filter((path) => !exists(path));
  });
  expect(broken).toEqual([]);
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EISDIR";
  }
}
