/** An audit as the names of its projects, a line each: for other commands to take. */
import type { AuditInRows } from "@pullpass/audit";

/** In pieces, without the last line's end; each name once. A name that CodeBuild would not take is left out. */
export function* projectNames({ projects }: Pick<AuditInRows, "projects">): Iterable<string> {
  const told = new Set<string>();
  for (const { name } of projects) {
    if (told.has(name) || !valid.test(name)) continue;
    yield told.size === 0 ? name : `\n${name}`;
    told.add(name);
  }
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const valid = /^[A-Za-z0-9][A-Za-z0-9_-]{1,254}$/;
