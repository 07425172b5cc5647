/** All short runs that each tell of one promise. */
import { calmStories } from "./calm.ts";
import { calmAccess } from "./calm-access.ts";
import { calmNotices } from "./calm-notices.ts";
import { calmWrites } from "./calm-writes.ts";
import type { Story } from "./story.ts";
import { troubledAccess } from "./troubled-access.ts";
import { troubledNotices } from "./troubled-notices.ts";
import { troubledWrites } from "./troubled-writes.ts";

export type { Story };
export { calmStories };
export const stories: readonly Story[] = [
  ...calmStories,
  ...calmAccess,
  ...calmNotices,
  ...calmWrites,
  ...troubledAccess,
  ...troubledNotices,
  ...troubledWrites,
];
