/** The first lines of an audit for people, and how much it found. */
import type { AuditInRows } from "@pullpass/audit";
import { plain } from "@pullpass/core";
import { filterWords } from "../../audit/filter-words.ts";
import { counted } from "../counted.ts";
import type { Paint } from "../palette.ts";
import { verdictMarks, verdictsInOrder } from "./marks.ts";

export function head({ account, regions, caller, filter }: AuditInRows, paint: Paint): readonly string[] {
  return [
    `${paint("bold", `Account ${account}`)} in ${regions.join(", ")} ${paint("dim", `as ${plain(caller)}`)}`,
    ...(filter === null
      ? []
      : [`Only what ${plain(filterWords(filter).join(" "))} asks for is shown and counted.`]),
  ];
}

export function summary({ counts }: AuditInRows, paint: Paint): readonly string[] {
  const { verdicts, findings } = counts;
  const kinds = verdictsInOrder.flatMap((verdict) => {
    const count = verdicts[verdict];
    const [one, many] = verdictMarks[verdict].words;
    return count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];
  });
  const found = Object.entries(findings).flatMap(([severity, count]) =>
    count > 0 ? [`${count} ${severity}`] : [],
  );
  return [
    `${paint("bold", `${counted(counts.projects, "project")}: `)}${kinds.join(", ") || "none"}.`,
    found.length === 0 ? "No findings." : `Findings: ${found.join(", ")}.`,
  ];
}
