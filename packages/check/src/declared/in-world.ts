/** The files and what is around them, in one world. */
import { AwsFailure, type Project, type Reads } from "@pullpass/core";
import { jsonIn, type Value } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import { closedPolicy, type PolicyUse } from "./close.ts";
import type { Declared, DeclaredProject } from "./declared.ts";

/** What only a look into the account would tell: `observe` takes it for unknown, with this as its reason. */
export class OnlyNamed extends AwsFailure {
  constructor(what: string, reason: string) {
    super("OnlyNamed", "is only named", { call: "check", resource: what }, undefined);
    this.message = reason;
  }
}

export interface Surroundings {
  /** All that the files write. */
  readonly texts: string;
  /** The text of a managed policy of AWS's own; `undefined` for one that is not known. */
  readonly awsPolicy: (arn: string) => string | undefined;
  /** The account itself, where somebody looks; it is asked for what the files only name. */
  readonly account?: Pick<Reads, "secrets" | "keys" | "roles" | "organization">;
  /** ISO 8601. */
  readonly now: string;
}

/** The files and what is around them, in one world. */
export interface InWorld {
  readonly declared: Declared;
  readonly project: Project;
  readonly meant: DeclaredProject;
  readonly around: Surroundings;
  readonly choose: Choose;
}

/** A policy of a resource, or of one that the role has where there is no principal. */
export function policyText(document: Value, { choose }: InWorld, principal: PolicyUse["principal"]): string {
  const written = typeof document === "string" ? jsonIn(document) : document;
  return JSON.stringify(closedPolicy(written, { principal, deniesToo: true }, choose)) ?? "null";
}
