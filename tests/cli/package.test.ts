/** What `npm install pullpass` gives people: everything in one package, and not too much of it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { skipUnless } from "../support/skip-unless.ts";
import { triesAll } from "../support/tries-all.ts";

/** Kilobytes (1,000 bytes) that npm downloads: a third of them is the sandbox, with the clients of AWS whose protocols it speaks. */
const packedBudget = 900;

interface Demo {
  readonly asTold: boolean;
  readonly lines: readonly { readonly kind: string; readonly ok?: boolean }[];
}

const folder = mkdtempSync(join(tmpdir(), "pullpass-package-"));
const installed = join(folder, "node_modules/pullpass");
const offline = ["--offline", "--no-audit", "--no-fund", "--no-update-notifier", "--silent"];

const npm = (args: readonly string[], cwd: string) =>
  execFileSync("npm", [...args, ...offline], { cwd, encoding: "utf8" });

const pullpass = (...args: readonly string[]) =>
  execFileSync(process.execPath, [join(folder, "node_modules/.bin/pullpass"), ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 10_000_000,
  });

beforeAll(() => {
  npm(["pack", "--pack-destination", folder], "packages/cli");
  npm(["install", "--prefix", folder, join(folder, "pullpass-0.1.0.tgz")], folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it is small enough to download for one look", () => {
  const kilobytes = statSync(join(folder, "pullpass-0.1.0.tgz")).size / 1_000;
  expect(kilobytes).toBeLessThan(packedBudget);
});

test("nothing else is installed with it", () => {
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ bin: { pullpass: "dist/pullpass.mjs" }, engines: { node: ">=22" } });
  expect(manifest.dependencies).toBeUndefined();
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  expect(Object.keys(packages)).toEqual(["", "node_modules/pullpass"]);
});

test("it says what it is, and under which licences its parts are", () => {
  for (const file of ["LICENSE", "README.md", "dist/THIRD-PARTY-LICENSES.txt"]) {
    expect(existsSync(join(installed, file)), file).toBe(true);
  }
  expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(readFileSync("LICENSE", "utf8"));
  const licences = readFileSync(join(installed, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  expect(licences).toMatch(/^@aws-sdk\/client-codebuild [\d.]+, Apache-2\.0$/m);
  expect(licences).toMatch(/^commander [\d.]+, MIT$/m);
  expect(licences).not.toMatch(/, A?L?GPL/);
});

test("it runs by itself: help, and an image", () => {
  expect(pullpass("--version")).toBe("0.1.0\n");
  expect(pullpass("--help")).toContain("connect [options] <project>");
  expect(JSON.parse(pullpass("image", "nginx", "--offline", "--json"))).toMatchObject({
    host: "docker.io",
    findings: [],
  });
});

const onlyInCi = "The same demo runs from the code: TRY_ALL=1";

test("it runs the whole demo by itself", skipUnless(triesAll, onlyInCi), () => {
  const { asTold, lines } = JSON.parse(pullpass("demo", "--json")) as Demo;
  expect(lines.filter(({ ok }) => ok === false)).toEqual([]);
  expect(asTold).toBe(true);
  expect(lines.filter(({ kind }) => kind === "build").length).toBeGreaterThan(10);
});
