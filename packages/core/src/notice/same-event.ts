/** Which of the notices that wait tell of one and the same event. */
import { projectsOf } from "../model/change.ts";
import { subjectKey } from "../model/finding.ts";
import { secretOf } from "./names.ts";
import type { Notice } from "./notice.ts";

/** Notices that an event, a secret (that was granted, or whose consent is asked for), a project or a role joins, directly or through others; in the order they came in. */
export function bySameEvent<T extends { readonly notice: Notice }>(
  waiting: readonly T[],
): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    parents.set(key, root);
    return root;
  };
  for (const { notice } of waiting) {
    const [first = "", ...others] = joinedBy(notice);
    for (const other of others) parents.set(rootOf(other), rootOf(first));
  }
  for (const each of waiting) {
    const root = rootOf(joinedBy(each.notice)[0] ?? "");
    const group = groups.get(root) ?? [];
    group.push(each);
    groups.set(root, group);
  }
  return [...groups.values()];
}

function joinedBy(notice: Notice): readonly string[] {
  if (notice.kind === "finding") {
    const { finding, causes = [] } = notice;
    const asked = finding.remedy.filter((step) => step.kind === "consent");
    return [
      subjectKey(finding.subject),
      ...asked.map(({ secret }) => `secret ${secret}`),
      ...causes.map(({ id }) => `event ${id}`),
    ];
  }
  const { change } = notice;
  return [
    `role ${change.role}`,
    ...(secretOf(change) === undefined ? [] : [`secret ${secretOf(change)}`]),
    ...projectsOf(change).map((name) => `project ${name}`),
    ...change.causes.map(({ id }) => `event ${id}`),
  ];
}
