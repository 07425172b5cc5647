/** All short runs that each tell of one promise. */
import { calmStories } from "./calm.ts";
import { calmWrites } from "./calm-writes.ts";
import type { Story } from "./story.ts";
import { troubledWrites } from "./troubled-writes.ts";

export type { Story };
export { calmStories };
export const stories: readonly Story[] = [...calmStories, ...calmWrites, ...troubledWrites];
