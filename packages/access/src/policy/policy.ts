/** A policy, read: what its statements say, whoever wrote it. */
import type { Condition } from "../condition/condition.ts";
import type { Pattern } from "../match/pattern.ts";
import type { Template } from "../match/template.ts";

export interface Policy {
  /** Policy variables count from 2012-10-17 on. */
  readonly version: "2008-10-17" | "2012-10-17";
  readonly statements: readonly Statement[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface Statement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  /** Only in policies on resources. */
  readonly principals?: PrincipalElement;
  readonly actions: ActionSelection;
  /** Trust policies have none. */
  readonly resources?: ResourceSelection;
  /** All must hold. */
  readonly conditions: readonly Condition[];
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Selection {
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** The values, ready to be matched. */
export interface ActionSelection extends Selection {
  readonly patterns: readonly Pattern[];
}

interface ResourceSelection extends Selection {
  readonly templates: readonly Template[];
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
}

/** `*` alone has the type `AWS`: the two are equivalent. */
export interface PrincipalEntry {
  readonly type: string;
  readonly value: string;
}
