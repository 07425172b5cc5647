/** Which roles a command is to look at. */
import { type Project, type Work, workOfEverything } from "@pullpass/core";
import { UserError } from "../user-error.ts";
import { inFullView, type Session } from "./session.ts";

/** The names of projects, or all of the Region. */
export type Targets = { readonly kind: "some"; readonly names: readonly string[] } | { readonly kind: "all" };

/** @throws UserError if neither or both are said */
export function targetsOf(names: readonly string[], all: boolean): Targets {
  if (all && names.length > 0) {
    throw new UserError("Both projects and --all are named.", "Name projects, or say --all.");
  }
  if (!all && names.length === 0) {
    throw new UserError("No project is named.", "Name one or more projects, or say --all.");
  }
  return all ? { kind: "all" } : { kind: "some", names };
}

/** One piece of work a role. @throws UserError if a project is not there */
export async function workOn(targets: Targets, look: Session): Promise<readonly Work[]> {
  if (targets.kind === "all") return workOfEverything(look.cause, look.ports, look.place);
  const { region, account } = look.place;
  const projects = await look.ports.projects.read(region, targets.names);
  const missing = targets.names.filter((name) => !projects.some((project) => project.name === name));
  if (missing.length > 0) {
    throw new UserError(
      `There is no project ${missing.join(", ")} in ${region} of account ${account}.`,
      "Look at the name, the --region and the --profile: aws codebuild list-projects shows what is there.",
    );
  }
  const work = [...Map.groupBy(projects, ({ role }) => role)].map(([role, users]) => ({
    role,
    account,
    region,
    projects: users.map(({ name }: Project) => name).sort(),
    listing: undefined,
    causes: [look.cause],
  }));
  return inFullView(work, look);
}
