/** What the demo tells, line by line. `ok` says whether it went as told. */
import type { Build } from "./account.ts";
import type { Message } from "./world.ts";

export type Line =
  | { readonly kind: "chapter"; readonly title: string }
  /** What a team does, or what to know. */
  | { readonly kind: "act"; readonly text: string }
  | { readonly kind: "build"; readonly build: Build; readonly told: Build["outcome"]; readonly ok: boolean }
  /** A message as a subscriber of the topic gets it. */
  | ({ readonly kind: "notice" } & Message)
  | { readonly kind: "check"; readonly text: string; readonly ok: boolean; readonly seen: string };
