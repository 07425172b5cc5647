/**
 * Is everything tried in each of its ways, however like the others? CI does, with `TRY_ALL=1`. `npm test` is run by whoever
 * waits for it: where this is asked, it tries one way that stands for the others, or all of them at once.
 */
export const triesAll = process.env.TRY_ALL === "1";
