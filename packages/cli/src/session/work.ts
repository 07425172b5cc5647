/** Which roles a command is to look at. */
import { everything, type Project, plain, readEach, type Work } from "@pullpass/core";
import { noSuchProject } from "../aws/not-there.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../user-error.ts";
import { inFullView, type Session } from "./session.ts";

/** The names of projects, or all of the Region. */
export type Targets = { readonly kind: "some"; readonly names: readonly string[] } | { readonly kind: "all" };

/** @throws UsageError if neither or both are said */
export function targetsOf(names: readonly string[], all: boolean): Targets {
  if (all && names.length > 0) {
    throw new UsageError("Both projects and --all are named.", "Name projects, or say --all.");
  }
  if (!all && names.length === 0) {
    throw new UsageError("No project is named.", "Name one or more projects, or say --all.");
  }
  return all ? { kind: "all" } : { kind: "some", names };
}

export interface WorkFound {
  /** One piece a role. */
  readonly work: readonly Work[];
  /** Projects that nobody can make out, by name: why. They are in no work. */
  readonly malformed: ReadonlyMap<string, string>;
}

/** @throws UserError if a project is not there */
export async function workOn(targets: Targets, look: Session): Promise<WorkFound> {
  if (targets.kind === "all") return everything(look.cause, look.ports, look.place);
  const { region, account } = look.place;
  const { projects, malformed } = await readEach(region, targets.names, look.ports.projects);
  const isThere = (name: string) => malformed.has(name) || projects.some((project) => project.name === name);
  const missing = targets.names.filter((name) => !isThere(name));
  if (missing.length > 0) {
    throw await noSuchProject(missing, { account, regions: [region] }, look.ports.projects);
  }
  const work = [...Map.groupBy(projects, ({ role }) => role)].map(([role, users]) => ({
    role,
    account,
    region,
    projects: users.map(({ name }: Project) => name).sort(),
    listing: undefined,
    causes: [look.cause],
  }));
  return { work: await inFullView(work, look), malformed };
}

/** Not everything was looked at: the command says so, and ends with 3. */
export function tellOfMalformed({ malformed }: WorkFound, out: Terminal): void {
  for (const [name, why] of malformed) out.note(plain(`Project ${name} was not looked at: ${why}.`));
  if (malformed.size > 0) out.endWith(exitCodes.unseen);
}
