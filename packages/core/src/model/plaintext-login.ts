/** Logins that a project shows to everybody who may read it. */
import { type BuildspecLeak, isAuthFile } from "./buildspec-leak.ts";
import { isCredentialName } from "./credential-name.ts";
import { hasRegistryToken } from "./login-form.ts";
import type { Project } from "./project.ts";

/** Beside one in place of its registry credential. */
export interface PlaintextLogins {
  /** Names, sorted. */
  readonly variables: readonly string[];
  readonly leaks: readonly BuildspecLeak[];
}

export function loginsInPlainText({
  plaintextVariables,
  buildspecLeaks = [],
}: Pick<Project, "plaintextVariables" | "buildspecLeaks">): PlaintextLogins {
  const names = plaintextVariables
    .filter(({ name, value }) => isPassword(name, value) || hasRegistryToken(value) || isAuthFile(value))
    .map(({ name }) => name);
  return { variables: [...new Set(names)].sort(), leaks: buildspecLeaks };
}

function isPassword(name: string, value: string): boolean {
  return value !== "" && isCredentialName(name) && !isReference(value);
}

/** An ARN, or another variable. */
function isReference(value: string): boolean {
  return value.startsWith("arn:") || /^\$(\{\w+\}|\w+)$/.test(value);
}
