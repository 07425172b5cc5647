/** Commands that change who may use a secret: pullpass's own, and AWS's beside it. */
import type { SecretArn } from "../model/arn.ts";
import { defaultNaming } from "./naming.ts";
import { listed } from "./plain.ts";
import { command, jsonLiteral } from "./shell.ts";

export interface ConsentCommand {
  readonly secret: SecretArn;
  readonly region: string;
  readonly projects: readonly string[];
  readonly tagPrefix: string;
}

/** Reads, merges and writes the tags, whatever they say by then. */
export function allowCommand(
  { secret, projects, tagPrefix }: Omit<ConsentCommand, "region">,
  options: readonly string[] = [],
): string {
  return command("pullpass allow", [secret, ...projects, ...withPrefix(tagPrefix), ...options]);
}

export function disallowCommand({ secret, projects, tagPrefix }: Omit<ConsentCommand, "region">): string {
  return command("pullpass disallow", [secret, ...projects, ...withPrefix(tagPrefix)]);
}

const withPrefix = (tagPrefix: string) =>
  tagPrefix === defaultNaming.tagPrefix ? [] : ["--tag-prefix", tagPrefix];

export function consentByHandText(tagPrefix: string, projects: readonly string[]): string {
  return `Or, with the AWS command line alone: it reads the tag ${tagPrefix}projects, and replaces its value by that and ${listed(projects, projects.length)}.`;
}

/** The value is made when the command runs, from the tag as it is then. Of a change meanwhile it knows nothing. */
export function consentByHand(
  { secret, region, projects, tagPrefix }: ConsentCommand,
  options: readonly string[] = [],
): string {
  const key = jsonLiteral(`${tagPrefix}projects`);
  const present = `(Tags || ${jsonLiteral([])})[?Key==${key}].Value`;
  const value = `join(${jsonLiteral(" ")}, [${present}, ${jsonLiteral(projects)}][])`;
  const where = ["--region", region, "--secret-id", secret];
  const read = command("aws secretsmanager describe-secret", [
    ...where,
    ...["--output", "json", "--query", `[{Key: ${key}, Value: ${value}}]`],
    ...options,
  ]);
  return `${command("aws secretsmanager tag-resource", [...where, ...options, "--tags"])} "$(${read})"`;
}
