/** The names of a value's members, never what they hold: `project.environment.image tags[].key`. */
export function shapeOf(value: unknown): string {
  const paths = new Set(pathsIn(value, ""));
  return [...paths].sort().join(" ") || "nothing";
}

function pathsIn(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    const inner = value.flatMap((item) => pathsIn(item, `${path}[]`));
    return inner.length > 0 ? inner : [`${path}[]`];
  }
  if (typeof value !== "object" || value === null) return path === "" ? [] : [path];
  const inner = Object.entries(value).flatMap(([name, member]) =>
    pathsIn(member, path === "" ? name : `${path}.${name}`),
  );
  return inner.length > 0 || path === "" ? inner : [path];
}
