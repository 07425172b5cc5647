/** The words that people read, complete without the console. */
import { changeText } from "./change-text.ts";
import { findingText } from "./finding-text.ts";
import { defaultNaming, type Naming } from "./naming.ts";
import type { Notice } from "./notice.ts";

export function textOf(notice: Notice, naming: Naming = defaultNaming): string {
  switch (notice.kind) {
    case "change":
      return changeText(notice, naming);
    case "finding":
      return findingText(notice);
    default:
      return notice satisfies never;
  }
}
