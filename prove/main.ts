/** `npm run prove`: settles, on a real account, what the code has to guess. */
import { prove } from "./prove.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (!interruption.signal.aborted)
      process.stderr.write("\nInterrupted. What was created is being removed; this takes a moment.\n");
    interruption.abort();
  });

process.exitCode = await prove(process.argv.slice(2), {
  environment: process.env,
  signal: interruption.signal,
  print: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
});
