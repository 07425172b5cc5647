/**
 * Registry logins written into a project's own buildspec: everyone who may read the project reads them. Only what stands there
 * as it is; what a variable or another command gives is not written there.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
import { isCredentialName } from "./credential-name.ts";
import { logicalLines } from "./logical-lines.ts";
import { hasRegistryToken } from "./login-form.ts";

export interface BuildspecLeak {
  /** Counted from 1. */
  readonly line: number;
  /** What is there, and nothing of it. */
  readonly what: string;
}

/** @param buildspec as the project has it: YAML or JSON, or the name of a file, in which nothing is found */
export function leaksInBuildspec(buildspec: string): readonly BuildspecLeak[] {
  const text = buildspec.slice(0, charactersMax);
  const lines = text.split(/\r?\n/);
  const sections = sectionsOf(lines);
  const writesAuthFile = authFile.test(text);
  const logical = logicalLines(lines);
  const found = logical.flatMap(({ text: whole, line }, index): readonly BuildspecLeak[] => {
    const read = whole.slice(0, lineMax);
    const what =
      leakIn(read, sections[line - 1] ?? "") ??
      (isHandedIn(read, logical[index + 1]?.text) ? printedInto : undefined) ??
      (writesAuthFile && inBase64.test(read) ? "a login in Base64, for an authentication file" : undefined);
    return what === undefined ? [] : [{ line, what }];
  });
  const told = new Set(found.map(({ line, what }) => `${line} ${what}`));
  const inFlow = variablesInFlow(text).filter(({ line, what }) => !told.has(`${line} ${what}`));
  return [...found, ...inFlow].sort((a, b) => a.line - b.line).slice(0, leaksMax);
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
const credsOption =
  /\b(?:skopeo|podman|buildah|nerdctl|ctr)\b[^|;&]*\s--(?:src-|dest-)?creds[=\s]+\\?["']?[^\s"'$:]+:(?!["']?\$)[^\s"'$\x60]/;
const printedInto = "a login whose password is printed into it";

/** Docker's file, Podman's, and what Kaniko and Kubernetes take for Docker's. */
const authFile = /\bauths\b|\bconfig\.json\b|\bauth\.json\b|dockerconfigjson/;
const inBase64 =
  /\b(?:echo|printf)\s+(?:-[neE]+\s+|["']?%s["']?\s+)*["']?[^\s"'$:{}]+:[^\s"'$\x60|:{}]+["']?\s*\|\s*base64\b/;
const filledPassword = /\bauths\b[^\n]*\\?["']password\\?["']\s*:\s*\\?["'](?!["'$])[^"'$]+\\?["']/;
const authMember =
  /\\?["'](?:auth|identitytoken|registrytoken)\\?["']\s*:\s*\\?["'][A-Za-z0-9+/=_.-]{8,}\\?["']/;
const assignment = new RegExp(String.raw`(?:^|[\s;&"'])(?:export\s+)?([A-Za-z_]\w*)=${literal}`, "g");

/** An authentication file with a login in it, as Docker, Podman and Kaniko read it. */
export function isAuthFile(text: string): boolean {
  const read = text.slice(0, lineMax);
  return authMember.test(read) || filledPassword.test(read);
}

function leakIn(line: string, section: string): string | undefined {
  if (/^\s*#/.test(line)) return hasRegistryToken(line) ? "a registry's token, in a comment" : undefined;
  if (tool.test(line)) {
    if (passwordOption.test(line)) return "a login with its password in the command";
    if (piped.test(line) || hereString.test(line)) return printedInto;
  }
  if (credsOption.test(line)) return "a login with its password in the command";
  if (isAuthFile(line)) return "an authentication file of Docker";
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

/** Of a command, the text that follows it up to a word of its own: `docker login --password-stdin <<EOF`. */
function isHandedIn(line: string, next: string | undefined): boolean {
  const word = tool.test(line)
    ? /\blogin\b[^|;&]*(?<!<)<<(?!<)-?\s*\\?["']?(\w+)/.exec(line)?.[1]
    : undefined;
  const text = next?.trim() ?? "";
  return word !== undefined && text !== "" && text !== word && !/[$\x60{<]/.test(text);
}

/** `variables: { A: b }` of YAML, and JSON in one line. */
function variablesInFlow(text: string): readonly BuildspecLeak[] {
  const leaks: BuildspecLeak[] = [];
  for (const { 1: members = "", index, 0: whole } of text.matchAll(flowOfVariables)) {
    const begin = index + whole.length - members.length - 1;
    for (const { 1: name = "", index: at } of members.matchAll(flowMember)) {
      if (leaks.length === leaksMax) return leaks;
      if (!isCredentialName(name)) continue;
      const line = text.slice(0, begin + at + 1).split("\n").length;
      leaks.push({ line, what: `a value for ${name}, under env/variables` });
    }
  }
  return leaks;
}

const flowOfVariables = /["']?\bvariables["']?\s*:\s*\{([^{}]*)\}/g;
const flowMember = /\b([A-Za-z_]\w*)["']?\s*:\s*["']?[^\s"'$#{[,}]/g;
