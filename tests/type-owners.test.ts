/** `npm run check:owners` */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownTypes, typesOfSeveralOwners } from "../.ci/type-owners.ts";

function packagesWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "type-owners-"));
  for (const [path, source] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, source);
  }
  return folder;
}

test("an exported type has one owner", () => {
  expect(typesOfSeveralOwners("packages")).toEqual([]);
});

test("two files that export a type of the same name are named, whatever form it has", () => {
  const folder = packagesWith({
    "core/src/place.ts": "export interface Place { readonly region: string }",
    "cli/src/map.ts": "class Place {}\nexport { Place };",
  });
  expect(typesOfSeveralOwners(folder)).toEqual([
    `Place: ${join(folder, "cli/src/map.ts")}, ${join(folder, "core/src/place.ts")}`,
  ]);
});

test("what a file passes on, keeps to itself or exports as a value has no second owner", () => {
  const folder = packagesWith({
    "core/src/place.ts": "export type Place = string;",
    "core/src/index.ts": 'export type { Place } from "./place.ts";',
    "core/src/inner.ts": "interface Place {}\nexport const Other: Place = {};",
  });
  expect(typesOfSeveralOwners(folder)).toEqual([]);
});

test("the sandbox has its own words for what AWS has, but not for what access has", () => {
  const folder = packagesWith({
    "core/src/a.ts": "export type Secret = 1;",
    "access/src/a.ts": "export type Fault = 1;",
    "sandbox/src/a.ts": "export type Secret = 1;\nexport type Fault = 1;",
  });
  expect(typesOfSeveralOwners(folder).map((line) => line.split(":")[0])).toEqual(["Fault"]);
});

test.each([
  ["export enum A { x }", ["A"]],
  ["export declare class A {}", ["A"]],
  ["export function A() {}", []],
  ["export const A = 1;", []],
])("%s", (source, names) => {
  expect(ownTypes(source)).toEqual(names);
});
