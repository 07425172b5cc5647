/**
 * Which exported types have the name of another one. Packages that know each other share their names; the sandbox stands in
 * for AWS and knows no core, so that both may call a secret a secret.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "@swc/core";

/** Within each of these a type's name has one owner. */
const circles: readonly (readonly string[])[] = [
  ["access", "audit", "cli", "core", "functions", "registry"],
  ["access", "sandbox"],
];

/** A line for each name with several owners. @param packages the folder of the packages */
export function typesOfSeveralOwners(packages: string): readonly string[] {
  const there = new Set(readdirSync(packages));
  const lines = circles.flatMap((circle) =>
    severalIn(
      circle.filter((name) => there.has(name)).flatMap((name) => sourcesIn(join(packages, name, "src"))),
    ),
  );
  return [...new Set(lines)].sort();
}

function severalIn(files: readonly string[]): readonly string[] {
  const owned = files.flatMap((file) => ownTypes(readFileSync(file, "utf8")).map((name) => ({ name, file })));
  return [...Map.groupBy(owned, ({ name }) => name)]
    .filter(([, owners]) => owners.length > 1)
    .map(([name, owners]) => `${name}: ${owners.map(({ file }) => file).join(", ")}`);
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
}

/** Names of types, interfaces, classes and enums that the file exports and defines; not what it passes on. */
export function ownTypes(source: string): readonly string[] {
  const { body } = parseSync(source, { syntax: "typescript" });
  const declared = new Set<string>();
  const exported = new Set<string>();
  for (const item of body) {
    const name = typeName(item.type === "ExportDeclaration" ? item.declaration : item);
    if (name !== undefined) declared.add(name);
    if (name !== undefined && item.type === "ExportDeclaration") exported.add(name);
    if (item.type !== "ExportNamedDeclaration" || item.source) continue;
    for (const specifier of item.specifiers) {
      if (specifier.type === "ExportSpecifier") exported.add(specifier.orig.value);
    }
  }
  return [...exported].filter((name) => declared.has(name));
}

function typeName(item: ReturnType<typeof parseSync>["body"][number]): string | undefined {
  switch (item.type) {
    case "TsInterfaceDeclaration":
    case "TsTypeAliasDeclaration":
    case "TsEnumDeclaration":
      return item.id.value;
    case "ClassDeclaration":
      return item.identifier.value;
    default:
      return undefined;
  }
}
