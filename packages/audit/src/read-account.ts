/** What an audit reads once, for all Regions. */
import { AwsFailure, type Reads, type Secret } from "@pullpass/core";
import type { RoleState } from "@pullpass/core/parts";
import type { AuditPorts } from "./ports.ts";
import type { AuditQuestion } from "./question.ts";

export interface AccountView {
  readonly roles: Reads["roles"];
  /** Whether `states` are every role of the account, or none because they were not read. */
  readonly isBulk: boolean;
  readonly states: () => Iterable<RoleState>;
  /** By Region. */
  readonly lists: ReadonlyMap<string, readonly Secret[]>;
  /** What could not be read, and what it is needed for. */
  readonly unknowns: readonly string[];
}

/** For some projects role by role and secret by secret, for all of them in bulk. */
export async function readAccount(question: AuditQuestion, ports: AuditPorts): Promise<AccountView> {
  if (question.projects !== "all") {
    return {
      roles: ports.roles,
      isBulk: false,
      states: () => [],
      lists: new Map(),
      unknowns: [],
    };
  }
  const places = [...new Set([...question.regions, ...question.searchRegions])];
  const [roles, ...lists] = await Promise.all([
    attempt(() => ports.account.roles(), "who else can read the secrets"),
    ...places.map((region) =>
      attempt(() => ports.secrets.list(region), `registry secrets in ${region} that no project names`),
    ),
  ]);
  return {
    roles: roles.value?.reads ?? ports.roles,
    isBulk: roles.value !== undefined,
    states: () => roles.value?.states() ?? [],
    lists: new Map(places.map((region, index) => [region, lists[index]?.value ?? []])),
    unknowns: [roles, ...lists].flatMap(({ unknown }) => unknown ?? []),
  };
}

interface Attempt<T> {
  readonly value?: T;
  readonly unknown?: string;
}

async function attempt<T>(read: () => Promise<T>, purpose: string): Promise<Attempt<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof AwsFailure) return { unknown: `${purpose}: ${error.message}` };
    throw error;
  }
}
