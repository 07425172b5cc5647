import { readFile } from "node:fs/promises";
import { InvalidOrganization, type OrganizationDefinition, readOrganization } from "@pullpass/sandbox";
import { UserError } from "../user-error.ts";

const format = "docs/sandbox.md has the format, with an example.";

/** @throws UserError for a file that cannot be read, is no JSON, or describes no organization */
export async function readOrganizationFile(path: string): Promise<OrganizationDefinition> {
  const value = parse(path, await textOf(path));
  try {
    return readOrganization(value);
  } catch (cause) {
    if (!(cause instanceof InvalidOrganization)) throw cause;
    const [first, ...others] = cause.faults;
    const more = others.map((fault) => `\n  ${fault}`).join("");
    throw new UserError(`${path} describes no organization.\n  ${first}${more}`, format, { cause });
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`Cannot read ${path}: ${what}`, "Name a file with --organization.", { cause });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${path} is not JSON: ${what}`, format, { cause });
  }
}
