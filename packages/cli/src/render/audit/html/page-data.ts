/** What the page's script reads: the report's projects and secrets, what is said often said once, and made safe to read. */
import type { AuditReport, ProjectReport, SecretReport } from "@pullpass/audit";
import {
  type Finding,
  type Link,
  type PrintedStep,
  pasteable,
  plain,
  printedSteps,
  severities,
  stepNames,
} from "@pullpass/core";
import { consoleLink } from "./console-links.ts";
import { verdictOrder, verdictWords } from "./words.ts";

export interface PageData {
  /** Each that occurs, once. */
  readonly links: readonly Link[];
  readonly projects: readonly PageProject[];
  readonly secrets: readonly SecretReport[];
  /** Where the AWS console shows what has this ARN. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly words: {
    readonly steps: typeof stepNames;
    readonly verdicts: typeof verdictWords;
    readonly severities: typeof severities;
  };
}

/** With its links' places in `PageData.links`. */
export type PageProject = Omit<ProjectReport, "chain" | "findings" | "next"> & {
  readonly chain: readonly number[];
  readonly findings: readonly PageFinding[];
  readonly next: readonly PrintedStep[];
};

type PageFinding = Pick<Finding, "rule" | "severity" | "title" | "evidence" | "mender"> & {
  readonly remedy: readonly PrintedStep[];
};

/** Projects that need somebody come first. */
export function pageData(report: AuditReport): PageData {
  const links = new Places();
  const sorted = verdictOrder.flatMap((verdict) =>
    report.projects.filter((each) => each.verdict === verdict),
  );
  const { commandOptions } = report;
  const projects = sorted.map(({ chain, findings, next, ...project }) => ({
    ...project,
    chain: chain.map((link) => links.placeOf(link)),
    findings: findings.map(({ rule, severity, title, evidence, mender, remedy }) => ({
      rule,
      severity,
      title,
      evidence,
      mender,
      remedy: printedSteps(remedy, commandOptions),
    })),
    next: printedSteps(next, commandOptions),
  }));
  return {
    ...madeSafe({ links: links.all(), projects, secrets: report.secrets }),
    addresses: addressesIn(report),
    words: { steps: stepNames, verdicts: verdictWords, severities },
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
  return JSON.parse(JSON.stringify(value), (key, each) => {
    if (typeof each !== "string") return each;
    return key === "block" || key === "command" ? pasteable(each) : plain(each);
  });
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
