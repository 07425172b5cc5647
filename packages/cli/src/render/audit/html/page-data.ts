/** What the page's script reads: the report's projects and secrets, what is said often said once, and made safe to read. */
import { type AuditReport, type Link, type ProjectReport, plain, type SecretReport } from "@pullpass/core";
import { consoleLink } from "./console-links.ts";
import { severityOrder, stepLabels, verdictOrder, verdictWords } from "./words.ts";

export interface PageData {
  /** Each that occurs, once. */
  readonly links: readonly Link[];
  readonly projects: readonly PageProject[];
  readonly secrets: readonly SecretReport[];
  /** Where the AWS console shows what has this ARN. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly words: {
    readonly steps: typeof stepLabels;
    readonly verdicts: typeof verdictWords;
    readonly severities: typeof severityOrder;
  };
}

/** With its links' places in `PageData.links`. */
export type PageProject = Omit<ProjectReport, "chain"> & { readonly chain: readonly number[] };

/** Projects that need somebody come first. */
export function pageData(report: AuditReport): PageData {
  const links = new Places();
  const sorted = verdictOrder.flatMap((verdict) =>
    report.projects.filter((each) => each.verdict === verdict),
  );
  const projects = sorted.map(({ chain, ...project }) => ({
    ...project,
    chain: chain.map((link) => links.placeOf(link)),
  }));
  return {
    ...madeSafe({ links: links.all(), projects, secrets: report.secrets }),
    addresses: addressesIn(report),
    words: { steps: stepLabels, verdicts: verdictWords, severities: severityOrder },
  };
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
  return JSON.parse(JSON.stringify(value), (_key, each) => (typeof each === "string" ? plain(each) : each));
}

function addressesIn({ projects, secrets, roles }: AuditReport): Readonly<Record<string, string>> {
  const arns = [
    ...projects.flatMap(({ arn, role, secret, key }) => [arn, role, secret, key]),
    ...secrets.flatMap(({ arn, key, readers }) => [arn, key, ...readers.map(({ role }) => role)]),
    ...roles.map(({ arn }) => arn),
  ];
  const known = new Set(arns.filter((arn) => arn !== null));
  return Object.fromEntries(
    [...known].flatMap((arn) => {
      const address = consoleLink(arn);
      return address === undefined ? [] : [[arn, address] as const];
    }),
  );
}
