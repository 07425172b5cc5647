/** What a release writes: the version in every manifest, and the changelog's new part under its name. */

export interface Release {
  readonly version: string;
  /** `2026-11-29` */
  readonly date: string;
}

/** By path. @throws Error for a version that is none or no newer one, and for a changelog without news */
export function releasedFiles(
  files: ReadonlyMap<string, string>,
  { version, date }: Release,
): ReadonlyMap<string, string> {
  const before = versionIn(files.get("package.json") ?? "");
  if (!isNewer(version, before)) throw new Error(`${version} is no version after ${before}, such as 1.2.3.`);
  return new Map(
    [...files].map(([path, text]) => [
      path,
      path === "CHANGELOG.md" ? released(text, { version, date }) : withVersion(text, before, version),
    ]),
  );
}

function versionIn(manifest: string): string {
  return /"version": "([^"]+)"/.exec(manifest)?.[1] ?? "";
}

function isNewer(version: string, before: string): boolean {
  const [one, other] = [version, before].map((text) =>
    /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text)?.slice(1),
  );
  if (one === undefined || other === undefined) return false;
  const differing = one.findIndex((part, index) => part !== other[index]);
  return differing !== -1 && Number(one[differing]) > Number(other[differing]);
}

/** The packages name each other by their version. */
function withVersion(text: string, before: string, version: string): string {
  const own = text.replace(`"version": "${before}"`, `"version": "${version}"`);
  return own.replaceAll(/("@pullpass\/[a-z]+": )"([^"]+)"/g, (all, name: string, named: string) =>
    named === before ? `${name}"${version}"` : all,
  );
}

function released(changelog: string, { version, date }: Release): string {
  const [, before = "", news = "", rest = ""] =
    /^([\s\S]*?## Unreleased\n)([\s\S]*?)(\n## [\s\S]*)?$/.exec(changelog) ?? [];
  if (news.trim() === "") throw new Error("The changelog says nothing under Unreleased.");
  return `${before}\n## ${version} (${date})\n\n${news.trim()}\n${rest}`;
}
