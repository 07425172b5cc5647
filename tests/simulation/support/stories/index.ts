/** All short runs that each tell of one promise. */
import { calmStories } from "./calm.ts";
import type { Story } from "./story.ts";

export type { Story };
export { calmStories };
export const stories: readonly Story[] = [...calmStories];
