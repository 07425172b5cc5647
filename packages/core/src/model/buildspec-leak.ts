/**
 * Registry logins written into a project's own buildspec: everyone who may read the project reads them. Only what stands there
 * as it is; what a variable or another command gives is not written there.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
import { isCredentialName } from "./credential-name.ts";
import { hasRegistryToken } from "./login-form.ts";

export interface BuildspecLeak {
  /** Counted from 1. */
  readonly line: number;
  /** What is there, and nothing of it. */
  readonly what: string;
}

/** @param buildspec as the project has it: YAML or JSON, or the name of a file, in which nothing is found */
export function leaksInBuildspec(buildspec: string): readonly BuildspecLeak[] {
  const lines = buildspec.slice(0, charactersMax).split(/\r?\n/);
  const sections = sectionsOf(lines);
  const leaks = lines.flatMap((text, index) => {
    const what = leakIn(text.slice(0, lineMax), sections[index] ?? "");
    return what === undefined ? [] : [{ line: index + 1, what }];
  });
  return leaks.slice(0, leaksMax);
}

const charactersMax = 500_000;
const lineMax = 10_000;
const leaksMax = 20;

const tool = /\b(?:docker|podman|buildah|nerdctl|skopeo|crane|oras|helm\s+registry)\b[^|;&]*\blogin\b/;

/** What stands as it is: no variable, no other command, nothing to be filled in. */
const literal = String.raw`(?:"(?![^"]*[$\x60])[^"<{]+"|'[^'<{$]+'|[^\s"'$\x60|;&<>{}\\-][^\s"'$\x60|;&<>{}]*)`;
const passwordOption = new RegExp(String.raw`\blogin\b[^|;&]*\s(?:-p[\s=]*|--password[\s=]+)\\?${literal}`);
const piped = new RegExp(
  String.raw`\b(?:echo|printf)\s+(?:-[neE]+\s+|['"]?%s(?:\\n)?['"]?\s+)*\\?${literal}\s*\|[^|]*\blogin\b`,
);
const hereString = new RegExp(String.raw`\blogin\b[^|;&]*<<<\s*\\?${literal}`);
const authMember =
  /\\?["'](?:auth|identitytoken|registrytoken)\\?["']\s*:\s*\\?["'][A-Za-z0-9+/=_.-]{8,}\\?["']/;
const assignment = new RegExp(String.raw`(?:^|[\s;&"'])(?:export\s+)?([A-Za-z_]\w*)=${literal}`, "g");

function leakIn(line: string, section: string): string | undefined {
  if (/^\s*#/.test(line)) return hasRegistryToken(line) ? "a registry's token, in a comment" : undefined;
  if (tool.test(line)) {
    if (passwordOption.test(line)) return "a login with its password in the command";
    if (piped.test(line) || hereString.test(line)) return "a login whose password is printed into it";
  }
  if (authMember.test(line)) return "an authentication file of Docker";
  if (hasRegistryToken(line)) return "a registry's token";
  const assigned = [...line.matchAll(assignment)].find(([, name = ""]) => isCredentialName(name));
  if (assigned !== undefined) return `a value for ${assigned[1]}`;
  const [, name = ""] = section === "variables" ? (member.exec(line) ?? []) : [];
  return isCredentialName(name) ? `a value for ${name}, under env/variables` : undefined;
}

/** A member with a value that is no variable: of YAML, or of JSON. */
const member = /^\s*["']?([A-Za-z_]\w*)["']?\s*:\s*["']?[^\s"'$#{[,]/;

/** Under which member each line stands, as far as its indentation tells. */
function sectionsOf(lines: readonly string[]): readonly string[] {
  let section = { name: "", indent: -1 };
  return lines.map((line) => {
    const indent = line.search(/\S/);
    if (indent >= 0 && indent <= section.indent) section = { name: "", indent: -1 };
    const [, name] = /^\s*["']?([a-z-]+)["']?\s*:\s*\{?\s*$/.exec(line) ?? [];
    if (name !== undefined) section = { name, indent };
    return section.name;
  });
}
