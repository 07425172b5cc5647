/** The picture's content: which secrets lead through which causes to which outcomes, small enough to be looked at. */
import { nameOfSecret } from "@pullpass/audit";
import type { PullVerdict } from "@pullpass/core";
import { causeText } from "../../cause-text.ts";
import { type AccountCauses, causeId } from "../account-causes.ts";
import { kindOf, kindWords, menderWords, verdictOrder } from "../words.ts";
import { type Column, type Drawn, type FlowNode, grouped, type Named, nodeOf } from "./columns.ts";

export interface Flow {
  readonly secrets: Column;
  readonly reasons: Column;
  readonly outcomes: Column;
  /** One for each way from a secret by a reason to an outcome that differs. */
  readonly ways: readonly Way[];
  /** How many projects are in none of them. */
  readonly left: number;
}

interface Way {
  /** The ids of its nodes. */
  readonly secret: string;
  readonly reason: string;
  readonly outcome: PullVerdict;
  readonly count: number;
}

/** Of the projects whose image a registry serves, and any other with a cause. More than `nodesMax` in a column are drawn together. */
export function flowOf(accounts: readonly AccountCauses[], nodesMax = 10): Flow {
  const all = accounts.flatMap(({ report, of }) =>
    report.projects.map((project) => ({ project, cause: of(project), account: report.account })),
  );
  const drawn = all.filter(({ project, cause }) => project.verdict !== "no-registry" || cause !== undefined);
  const secrets = secretsOf(drawn, accounts.length === 1, nodesMax);
  const reasons = reasonsOf(drawn, accounts, nodesMax);
  const outcomes = outcomesOf(drawn);
  const ways = drawn.map((each) => ({
    secret: secrets.idOf(each),
    reason: reasons.idOf(each),
    outcome: each.project.verdict,
  }));
  const counted = accounts.reduce((sum, { report }) => sum + report.counts.projects, 0);
  return { secrets, reasons, outcomes, ways: summed(ways), left: counted - drawn.length };
}

const withoutSecret = "no credential";

/** The secrets first; last, the projects that have none. */
function secretsOf(drawn: readonly Drawn[], isOfOne: boolean, nodesMax: number): Column {
  const hasNone = ({ project }: Drawn) => project.secret === null && project.credential === null;
  const nameOf = ({ project: { secret, credential }, account }: Drawn): Named => {
    const label = nameOfSecret(secret ?? credential ?? "");
    const id = secret ?? `credential ${account} ${credential}`;
    const sought = { kind: "words", value: secret ?? label } as const;
    return { id, label, sought, ...(!isOfOne && { who: account }) };
  };
  const named = drawn.filter((each) => !hasNone(each));
  const others = drawn.filter(hasNone);
  const secrets = grouped(named, { nameOf, noun: "secret", nodesMax });
  const none = others.length === 0 ? [] : [nodeOf({ id: withoutSecret, label: withoutSecret }, others)];
  return {
    nodes: [...secrets.nodes, ...none],
    idOf: (each) => (hasNone(each) ? withoutSecret : secrets.idOf(each)),
    together: secrets.together,
  };
}

/** The causes first; last, in what verdict nothing is in the way. */
function reasonsOf(drawn: readonly Drawn[], accounts: readonly AccountCauses[], nodesMax: number): Column {
  const texts = new Map(
    accounts.flatMap(({ report, causes }) =>
      causes.map((cause) => [cause, causeText(cause, report)] as const),
    ),
  );
  const nameOf = ({ cause, account }: Drawn): Named => {
    const text = cause && texts.get(cause);
    if (cause === undefined || text === undefined) return { id: "", label: "" };
    const who = [menderWords(cause), ...(accounts.length === 1 ? [] : [account])].join(" · ");
    const id = causeId(account, cause);
    return { id, label: text.title, who, kind: kindOf(cause), sought: { kind: "cause", value: id } };
  };
  const inNeed = drawn.filter(({ cause }) => cause !== undefined);
  const causes = grouped(inNeed, { nameOf, noun: "cause", nodesMax });
  const others = Map.groupBy(
    drawn.filter(({ cause }) => cause === undefined),
    ({ project }) => project.verdict,
  );
  const calm = verdictOrder.flatMap((verdict) => {
    const members = others.get(verdict);
    return members === undefined ? [] : [nodeOf({ id: verdict, label: withoutCause[verdict] }, members)];
  });
  return {
    nodes: [...causes.nodes, ...calm],
    idOf: (each) => (each.cause === undefined ? each.project.verdict : causes.idOf(each)),
    together: causes.together,
  };
}

const withoutCause = {
  fails: "not known",
  unknown: "not known",
  anonymous: "The registry must let everyone pull.",
  pulls: "Nothing that was read is in the way.",
  "no-registry": "No registry is needed.",
} as const satisfies Record<PullVerdict, string>;

function outcomesOf(drawn: readonly Drawn[]): Column {
  const same = Map.groupBy(drawn, ({ project }) => project.verdict);
  const nodes = verdictOrder.flatMap((verdict): readonly FlowNode[] => {
    const members = same.get(verdict);
    if (members === undefined) return [];
    const { label } = kindWords[verdict];
    return [nodeOf({ id: verdict, label, sought: { kind: "verdict", value: verdict } }, members)];
  });
  return { nodes, idOf: ({ project }) => project.verdict, together: 0 };
}

function summed(ways: readonly Omit<Way, "count">[]): readonly Way[] {
  const same = Map.groupBy(ways, (way) => JSON.stringify(Object.values(way)));
  return [...same.values()].flatMap((each) =>
    each[0] === undefined ? [] : [{ ...each[0], count: each.length }],
  );
}
