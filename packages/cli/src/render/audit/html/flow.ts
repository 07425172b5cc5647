/** The picture's content: which secrets reach which projects through which roles, small enough to be looked at. */
import { type AuditReport, type ProjectReport, roleName, type Verdict } from "@pullpass/core";
import { counted, verdictOrder, verdictWords } from "./words.ts";

export interface Flow {
  readonly secrets: readonly FlowNode[];
  readonly roles: readonly FlowNode[];
  readonly projects: readonly FlowNode[];
  /** One for each way from a secret by a role to a project that differs. */
  readonly ways: readonly Way[];
}

export interface FlowNode {
  readonly id: string;
  readonly label: string;
  /** How many projects go through it. */
  readonly count: number;
  /** The worst of these projects. */
  readonly worst: Verdict;
}

interface Way {
  /** The ids of its nodes. */
  readonly secret: string;
  readonly role: string;
  readonly project: string;
  readonly verdict: Verdict;
  readonly count: number;
}

/** Of the projects whose image a registry serves. More than `nodesMax` in a column are drawn together. */
export function flowOf({ projects }: Pick<AuditReport, "projects">, nodesMax = 12): Flow {
  const drawn = projects.filter(({ verdict }) => verdict !== "no-registry");
  const secrets = grouped(drawn, secretOf, "secret", nodesMax);
  const roles = grouped(drawn, ({ role }) => ({ id: role, label: roleName(role) }), "role", nodesMax);
  const ends =
    drawn.length > nodesMax ? verdictGroups(drawn) : grouped(drawn, projectOf, "project", nodesMax);
  const ways = drawn.map((project) => ({
    secret: secrets.idOf(project),
    role: roles.idOf(project),
    project: ends.idOf(project),
    verdict: project.verdict,
  }));
  return { secrets: secrets.nodes, roles: roles.nodes, projects: ends.nodes, ways: summed(ways) };
}

interface Named {
  readonly id: string;
  readonly label: string;
}

interface Column {
  readonly nodes: readonly FlowNode[];
  readonly idOf: (project: ProjectReport) => string;
}

function secretOf({ secret, credential }: ProjectReport): Named {
  if (secret !== null) return { id: secret, label: secret.replace(/^.*:secret:(.*)-[A-Za-z0-9]{6}$/s, "$1") };
  if (credential === null) return { id: "none", label: "no credential" };
  return { id: `credential ${credential}`, label: credential };
}

function projectOf({ arn, name }: ProjectReport): Named {
  return { id: arn, label: name };
}

function verdictGroups(projects: readonly ProjectReport[]): Column {
  const byVerdict = Map.groupBy(projects, ({ verdict }) => verdict);
  const nodes = verdictOrder.flatMap((verdict) => {
    const count = byVerdict.get(verdict)?.length ?? 0;
    return count === 0 ? [] : [{ id: verdict, label: verdictWords[verdict].label, count, worst: verdict }];
  });
  return { nodes, idOf: ({ verdict }) => verdict };
}

/** Those that most projects in need go through have a node of their own; the rest share one. */
function grouped(
  projects: readonly ProjectReport[],
  nameOf: (project: ProjectReport) => Named,
  noun: string,
  nodesMax: number,
): Column {
  const found = [...Map.groupBy(projects, (project) => nameOf(project).id)].flatMap(([id, members]) => {
    const [first] = members;
    return first === undefined
      ? []
      : [{ node: nodeOf({ id, label: nameOf(first).label }, members), members }];
  });
  const sorted = found.sort((one, other) => needOf(other.members) - needOf(one.members));
  if (sorted.length <= nodesMax) {
    return { nodes: sorted.map(({ node }) => node), idOf: (project) => nameOf(project).id };
  }
  const own = sorted.slice(0, nodesMax - 1).map(({ node }) => node);
  const ids = new Set(own.map(({ id }) => id));
  const others = sorted.slice(nodesMax - 1);
  const label = `${counted(others.length, `other ${noun}`)}`;
  const rest = nodeOf(
    { id: "others", label },
    others.flatMap(({ members }) => members),
  );
  return {
    nodes: [...own, rest],
    idOf: (project) => (ids.has(nameOf(project).id) ? nameOf(project).id : rest.id),
  };
}

/** A project that cannot pull outweighs any number that can. */
function needOf(projects: readonly ProjectReport[]): number {
  const weights: Partial<Record<Verdict, number>> = { fails: 1_000_000, unknown: 1_000 };
  return projects.reduce((sum, { verdict }) => sum + (weights[verdict] ?? 0.001), 0);
}

function nodeOf({ id, label }: Named, members: readonly ProjectReport[]): FlowNode {
  const worst = verdictOrder.find((verdict) => members.some((each) => each.verdict === verdict)) ?? "pulls";
  return { id, label, count: members.length, worst };
}

function summed(ways: readonly Omit<Way, "count">[]): readonly Way[] {
  const same = Map.groupBy(ways, (way) => JSON.stringify(Object.values(way)));
  return [...same.values()].flatMap((each) =>
    each[0] === undefined ? [] : [{ ...each[0], count: each.length }],
  );
}
