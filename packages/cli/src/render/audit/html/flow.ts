/** The picture's content: which secrets reach which projects through which roles, small enough to be looked at. */
import { type AuditReport, nameOfSecret, type ProjectReport } from "@pullpass/audit";
import { type PullVerdict, roleName } from "@pullpass/core";
import { endsOf, type FlowNode, grouped, type Named } from "./columns.ts";

export interface Flow {
  readonly secrets: readonly FlowNode[];
  readonly roles: readonly FlowNode[];
  readonly projects: readonly FlowNode[];
  /** One for each way from a secret by a role to a project that differs. */
  readonly ways: readonly Way[];
}

interface Way {
  /** The ids of its nodes. */
  readonly secret: string;
  readonly role: string;
  readonly project: string;
  readonly verdict: PullVerdict;
  readonly count: number;
}

/** Of the projects whose image a registry serves. More than `nodesMax` in a column are drawn together. */
export function flowOf({ projects }: Pick<AuditReport, "projects">, nodesMax = 12): Flow {
  const drawn = projects.filter(({ verdict }) => verdict !== "no-registry");
  const secrets = grouped(drawn, { nameOf: secretOf, noun: "secret", nodesMax });
  const roles = grouped(drawn, { nameOf: roleOf, noun: "role", nodesMax, before: secrets });
  const ends = endsOf(drawn, nodesMax, roles);
  const ways = drawn.map((project) => ({
    secret: secrets.idOf(project),
    role: roles.idOf(project),
    project: ends.idOf(project),
    verdict: project.verdict,
  }));
  return { secrets: secrets.nodes, roles: roles.nodes, projects: ends.nodes, ways: summed(ways) };
}

function secretOf({ secret, credential }: ProjectReport): Named {
  if (secret !== null) return { id: secret, label: nameOfSecret(secret) };
  if (credential === null) return { id: "none", label: "no credential" };
  return { id: `credential ${credential}`, label: nameOfSecret(credential) };
}

function roleOf({ role }: ProjectReport): Named {
  return { id: role, label: roleName(role) };
}

function summed(ways: readonly Omit<Way, "count">[]): readonly Way[] {
  const same = Map.groupBy(ways, (way) => JSON.stringify(Object.values(way)));
  return [...same.values()].flatMap((each) =>
    each[0] === undefined ? [] : [{ ...each[0], count: each.length }],
  );
}
