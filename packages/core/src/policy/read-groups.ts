/** Which secrets are read by which projects, in as few statements as there are sets of them. */
import type { Binding } from "../model/binding.ts";
import type { GrantedSecret } from "./role-policy.ts";

/** One statement: each of the projects reads each of the secrets; without a binding, whoever has the role. */
export interface ReadGroup {
  readonly secrets: readonly string[];
  readonly bound: Binding | undefined;
}

/** Two ways to say the same: each secret stands once, or each project. Sorted, and the same whatever the grants' order. */
export function readGroups(grants: readonly GrantedSecret[]): readonly (readonly ReadGroup[])[] {
  return [bySecrets(grants), byProjects(grants)];
}

function bySecrets(grants: readonly GrantedSecret[]): readonly ReadGroup[] {
  const sets = Map.groupBy(grants, ({ bound }) => JSON.stringify(textOf(bound)));
  return inOrder([...sets.values()].flatMap((alike) => together(alike, alike[0]?.bound)));
}

function byProjects(grants: readonly GrantedSecret[]): readonly ReadGroup[] {
  const free = grants.filter(({ bound }) => bound === undefined);
  const pairs = grants.flatMap(({ secret, bound }) =>
    (bound?.projects ?? []).map((project) => ({ secret, project, strict: bound?.strict === true })),
  );
  const ofProject = Map.groupBy(pairs, ({ project, strict }) => JSON.stringify([strict, project]));
  const sets = Map.groupBy([...ofProject.values()], (alike) =>
    JSON.stringify([alike[0]?.strict, sorted(alike.map(({ secret }) => secret))]),
  );
  const groups = [...sets.values()].map((lists): ReadGroup => {
    const alike = lists.flat();
    return {
      secrets: sorted(alike.map(({ secret }) => secret)),
      bound: {
        projects: sorted(alike.map(({ project }) => project)),
        strict: alike.some(({ strict }) => strict),
      },
    };
  });
  return inOrder([...(free.length === 0 ? [] : together(free, undefined)), ...groups]);
}

function together(alike: readonly GrantedSecret[], bound: Binding | undefined): readonly ReadGroup[] {
  return [
    {
      secrets: sorted(alike.map(({ secret }) => secret)),
      bound: bound && { projects: sorted(bound.projects), strict: bound.strict },
    },
  ];
}

function inOrder(groups: readonly ReadGroup[]): readonly ReadGroup[] {
  const keyed = groups.map((group) => [JSON.stringify([textOf(group.bound), group.secrets]), group] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function textOf(bound: Binding | undefined): readonly unknown[] {
  return bound === undefined ? [] : [bound.strict, sorted(bound.projects)];
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
