/** Short runs in which nothing fails, and people are quick: what is written, and in what order, keeps its promises. */
import type { Story } from "./story.ts";
import { consent, made, secret, updated } from "./words.ts";

export const calmWrites: readonly Story[] = [
  {
    name: "an update that somebody was faster than leaves no record",
    actions: [
      secret("hub", "all"),
      { do: "meanwhile", at: 2, before: "BatchGetProjects", what: updated({ as: "none" }) },
      made(),
    ],
  },
  {
    name: "what a project needs no more stays until every project was listed",
    actions: [secret("hub", "all"), made(), updated({ as: "none" })],
  },
  {
    name: "all is read, however small the pages are",
    conditions: { pageSize: 1 },
    actions: [
      secret("hub", "all"),
      secret("team/quay", "all"),
      made(),
      made({ project: "api", secret: "team/quay" }),
      consent("hub", "nobody"),
      made({ project: "pay-a", role: "shop", secret: "team/quay" }),
    ],
  },
];
