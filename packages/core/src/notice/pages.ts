/** A long text in as many messages as it needs: nothing of it is left out. */
import { section } from "./layout.ts";

export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** Lines that stay together. */
export interface Entry {
  readonly lines: readonly string[];
  /** Projects that it is about, which subscribers filter by. */
  readonly projects: readonly string[];
}

export interface Page {
  readonly text: string;
  readonly projects: readonly string[];
}

interface Room {
  readonly textBytes: number;
  /** Of the names of projects, with what separates them. */
  readonly projectBytes: number;
}

/** The title of a section that goes on is repeated. */
export function paged(sections: readonly Section[], room: Room): readonly Page[] {
  const pages: Filling[] = [emptyPage()];
  for (const { title, entries } of sections) {
    for (const entry of entries) {
      let page = pages.at(-1);
      if (page === undefined || !fits(page, title, entry, room)) {
        page = emptyPage();
        pages.push(page);
      }
      add(page, title, entry);
    }
  }
  return pages.map(({ sections: filled, projects }) => ({
    text: filled.map(({ title, lines }) => section(title, lines)).join("\n\n"),
    projects: [...projects],
  }));
}

interface Filling {
  readonly sections: { readonly title: string; readonly lines: string[] }[];
  readonly projects: Set<string>;
  textBytes: number;
  projectBytes: number;
}

const emptyPage = (): Filling => ({ sections: [], projects: new Set(), textBytes: 0, projectBytes: 0 });

function fits(page: Filling, title: string, entry: Entry, room: Room): boolean {
  if (page.sections.length === 0) return true;
  const names = entry.projects.filter((name) => !page.projects.has(name));
  return (
    page.textBytes + bytesOf([title, ...entry.lines]) <= room.textBytes &&
    page.projectBytes + nameBytes(names) <= room.projectBytes
  );
}

function add(page: Filling, title: string, { lines, projects }: Entry): void {
  const last = page.sections.at(-1);
  if (last?.title === title) last.lines.push(...lines);
  else page.sections.push({ title, lines: [...lines] });
  page.textBytes += bytesOf([title, ...lines]);
  page.projectBytes += nameBytes(projects.filter((name) => !page.projects.has(name)));
  for (const name of projects) page.projects.add(name);
}

/** With the indentation and the end of each line. */
const bytesOf = (lines: readonly string[]) =>
  lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 4, 0);

const nameBytes = (names: readonly string[]) =>
  names.reduce((sum, name) => sum + Buffer.byteLength(JSON.stringify(name)) + 1, 0);
