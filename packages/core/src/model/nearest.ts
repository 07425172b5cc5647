/** The names that are nearest to what was written: for "did you mean". */
import { parseSecretReference } from "./secret.ts";

/**
 * Those of the names that the text most likely means, the likeliest first, three at most; none if none is near. The
 * text is a name, or an ARN with or without its random suffix.
 */
export function nearestSecrets(text: string, names: readonly string[]): readonly string[] {
  return nearest(nameIn(text), names);
}

/** The same for names of other things, as they stand. */
export function nearestNames(text: string, names: readonly string[]): readonly string[] {
  return nearest([text], names);
}

function nearest(written: readonly string[], names: readonly string[]): readonly string[] {
  const near = [...new Set(names)].flatMap((name) => {
    const distance = Math.min(...written.map((each) => distanceOf(each, name)));
    return distance === Number.POSITIVE_INFINITY ? [] : [{ name, distance }];
  });
  // Beside a name that differs in its spelling alone, one that differs by letters is none that was meant.
  const isSpelling = near.some(({ distance }) => distance < 1);
  return near
    .filter(({ distance }) => !isSpelling || distance < 1)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, namesMax)
    .map(({ name }) => name);
}

const namesMax = 3;

/** As it stands, and without what may be the random suffix. */
function nameIn(text: string): readonly string[] {
  const reference = parseSecretReference(text);
  const { name } = reference ?? { name: text };
  const stem = /^(.+)-[A-Za-z0-9]{6}$/.exec(name)?.[1];
  return stem === undefined ? [name] : [name, stem];
}

/** 0 for the same; below 1 where only case, separators or the path differ; else the edits, as long as they are few. */
function distanceOf(written: string, name: string): number {
  if (written === name) return 0;
  const [a, b] = [written.toLowerCase(), name.toLowerCase()];
  if (a === b) return 0.1;
  const [bareA, bareB] = [withoutSeparators(a), withoutSeparators(b)];
  if (bareA === bareB && bareA !== "") return 0.2;
  if (lastPart(a) === lastPart(b) && lastPart(a).length >= 3) return 0.5;
  const most = Math.max(1, Math.floor(Math.max(bareA.length, bareB.length) / 5));
  if (Math.abs(bareA.length - bareB.length) > most) return Number.POSITIVE_INFINITY;
  // Of two names that are nothing but separators no letters are left to tell them apart.
  const edits = Math.max(1, editsBetween(bareA, bareB));
  return edits <= most ? edits : Number.POSITIVE_INFINITY;
}

function withoutSeparators(name: string): string {
  return name.replaceAll(/[/_+=.@!\s-]/g, "");
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** Levenshtein's distance, row by row, in which two letters that changed places are one edit. */
function editsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const areSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = areSwapped ? (before[j - 2] ?? 0) + 1 : replaced;
      next.push(Math.min(swapped, replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
