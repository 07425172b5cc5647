/** `npm run check:owners`: fails, and names the files, where a type has two owners. */
import { typesOfSeveralOwners } from "./type-owners.ts";

const several = typesOfSeveralOwners("packages");
for (const line of several) process.stderr.write(`A type with several owners: ${line}\n`);
if (several.length > 0) process.exitCode = 1;
