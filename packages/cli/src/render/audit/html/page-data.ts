/** What the page's script reads: the reports' causes, projects and secrets, made safe to read. */
import type { ProjectReport, SharedCause } from "@pullpass/audit";
import { type Link, pasteable, plain, stepNames } from "@pullpass/core";
import type { AccountCauses } from "./account-causes.ts";
import { causeDetails, type PageDetails, projectDetails, secretDetails } from "./page-details.ts";
import { causeLine, kindOrder, type PageLines, projectLine, secretLine, words } from "./page-lines.ts";
import { kindOf, verdictOrder } from "./words.ts";

export interface PageData {
  readonly lines: PageLines;
  readonly details: PageDetails;
}

/** Those that need somebody come first. */
export function pageData(accounts: readonly AccountCauses[]): PageData {
  const all = accounts.flatMap((each) => each.report.projects.map((project) => ({ ...each, project })));
  const projects = verdictOrder.flatMap((verdict) =>
    all.filter(({ project }) => project.verdict === verdict),
  );
  const causes = accounts
    .flatMap(({ report, causes: own }) => own.map((cause) => ({ report, cause })))
    .sort((one, other) => placeOf(one.cause) - placeOf(other.cause));
  const secrets = accounts.flatMap(({ report }) => report.secrets.map((secret) => ({ report, secret })));
  const members = placesByCause(projects);
  const links = new Places();
  return madeSafe({
    lines: {
      accounts: accounts.map(({ report }) => report.account),
      projects: projects.map(({ project, report }) => projectLine(project, report)),
      causes: causes.map(({ cause, report }) => causeLine(cause, report, members.get(cause) ?? [])),
      secrets: secrets.map(({ secret, report }) => secretLine(secret, report)),
      words,
    },
    details: {
      projects: projects.map(({ project, report }) =>
        projectDetails(project, report, (link) => links.placeOf(link)),
      ),
      causes: causes.map(({ cause, report }) => causeDetails(cause, report)),
      secrets: secrets.map(({ secret }) => secretDetails(secret)),
      links: links.all(),
      steps: stepNames,
    },
  });
}

/** Each account's causes are in order already. */
function placeOf(cause: SharedCause): number {
  return kindOrder.indexOf(kindOf(cause));
}

function placesByCause(
  projects: readonly (AccountCauses & { readonly project: ProjectReport })[],
): ReadonlyMap<SharedCause, readonly number[]> {
  const places = new Map<SharedCause, number[]>();
  for (const [place, { project, of }] of projects.entries()) {
    const cause = of(project);
    if (cause === undefined) continue;
    const members = places.get(cause) ?? [];
    members.push(place);
    places.set(cause, members);
  }
  return places;
}

class Places {
  readonly #places = new Map<string, number>();
  readonly #links: Link[] = [];

  placeOf(link: Link): number {
    const same = JSON.stringify(link);
    const place = this.#places.get(same) ?? this.#links.push(link) - 1;
    this.#places.set(same, place);
    return place;
  }

  all(): readonly Link[] {
    return this.#links;
  }
}

/** As it is, but that no text in it can reorder or hide what stands beside it. */
function madeSafe<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (key, each) => {
    if (typeof each !== "string") return each;
    if (key === "block" || key === "also") return each.split("\n").map(pasteable).join("\n");
    return key === "command" ? pasteable(each) : plain(each);
  });
}
