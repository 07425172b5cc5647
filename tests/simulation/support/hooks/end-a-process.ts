/** A process that is asked by another ends as soon as it is. */
if (process.send !== undefined) process.once("message", () => process.exit(3));
