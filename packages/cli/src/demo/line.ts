/** What the demo tells, line by line. `ok` says whether it went as told. */
import type { DemoBuild } from "./account.ts";
import type { DemoMessage } from "./world.ts";

export type Line =
  | { readonly kind: "chapter"; readonly title: string }
  /** What a team does, or what to know. */
  | { readonly kind: "act"; readonly text: string }
  | {
      readonly kind: "build";
      readonly build: DemoBuild;
      readonly told: DemoBuild["outcome"];
      readonly ok: boolean;
    }
  /** A message as a subscriber of the topic gets it. */
  | ({ readonly kind: "notice" } & DemoMessage)
  | { readonly kind: "check"; readonly text: string; readonly ok: boolean; readonly seen: string };
