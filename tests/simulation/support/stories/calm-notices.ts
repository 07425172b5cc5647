/** Short runs without trouble that tell of notices, and are no part of the crash matrix. */
import type { Action } from "../actions.ts";
import type { Story } from "./story.ts";
import { consent, made, secret, sweep, untagged, updated, wait } from "./words.ts";

const muted = (name: "web" | "api", minutes: number): Action => ({
  do: "mute",
  what: { kind: "project", name },
  minutes,
});

export const calmNotices: readonly Story[] = [
  {
    name: "what is muted is not told before the mute ends, and what is still open is told then",
    actions: [
      secret("hub", "nobody"),
      secret("team/quay", "nobody"),
      made(),
      muted("web", 90),
      muted("api", 90),
      wait(10),
      updated({ secret: "team/quay" }),
      made({ project: "api" }),
      made({ project: "pay-a" }),
      consent("hub", "api"),
      { do: "mute", what: { kind: "rule", rule: "secret-not-found" }, minutes: 600 },
      wait(10),
      updated({ project: "pay-a", place: "away", as: "arn" }),
      sweep,
      sweep,
    ],
  },
  {
    name: "what an older version recorded is read, taken back, closed and told as this one's own",
    actions: [
      { do: "deploy", version: "older" },
      secret("hub", "web api"),
      made(),
      made({ project: "api" }),
      made({ project: "pay-a", role: "shop" }),
      made({ project: "pay-b", role: "shop", secret: "team/quay" }),
      { do: "deploy", version: "this" },
      { do: "delete project", project: "pay-b" },
      consent("hub", "web"),
      updated({ as: "name", variable: "two" }),
      consent("hub", "web pay-a"),
      sweep,
      untagged("hub"),
    ],
  },
];
