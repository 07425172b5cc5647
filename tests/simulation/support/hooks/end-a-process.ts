/** A process that is asked by another ends as soon as it is, before it reads what it would answer with. */
import { once } from "node:events";

if (process.send !== undefined) {
  await once(process, "message");
  process.exit(3);
}
