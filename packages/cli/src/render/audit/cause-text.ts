/** What people are told of a cause, in a terminal and on a page. */
import { type AuditInRows, nameOfSecret, type SharedCause } from "@pullpass/audit";
import { type PrintedStep, plain, roleName } from "@pullpass/core";
import { withShortNames } from "../short-names.ts";
import { causeRemedy } from "./cause-remedy.ts";

export interface CauseText {
  /** One sentence, with the names that people know. */
  readonly title: string;
  /** What its projects have in common that the title does not say. */
  readonly about: readonly string[];
  /** The project that the steps are for; `null` where they are for all. */
  readonly isFor: string | null;
  readonly steps: readonly PrintedStep[];
}

type Report = Pick<AuditInRows, "account" | "regions" | "commandOptions" | "filter">;

/** Safe to print. */
export function causeText(cause: SharedCause, report: Report): CauseText {
  const short = (text: string) => plain(withShortNames(text, report.account));
  const { steps, isFor } = causeRemedy(cause, report);
  return {
    title: short(cause.title),
    about: [...secretOfCause(cause), ...roleOfCause(cause), ...regionOfCause(cause, report)],
    isFor: isFor && plain(isFor),
    steps: steps.map((step) => ({
      ...step,
      text: endsWithValue.test(step.text) ? plain(step.text) : short(step.text),
    })),
  };
}

/** What is to be set is an ARN, and not the name that people know. */
const endsWithValue = /, to arn:\S+$/;

/** None where the title names it, or the projects have several. */
export function secretOfCause({ secret, title }: SharedCause): readonly string[] {
  if (secret === null || title.includes(nameOfSecret(secret))) return [];
  return [`secret ${plain(nameOfSecret(secret))}`];
}

function roleOfCause({ roles, projects }: SharedCause): readonly string[] {
  const [role] = roles;
  return roles.length > 1 || role === undefined || projects.length === 1
    ? []
    : [`role ${plain(roleName(role))}`];
}

/** None where all that was looked at is in one. */
export function regionOfCause({ region }: SharedCause, { regions }: Pick<Report, "regions">) {
  return regions.length === 1 ? [] : [region];
}
