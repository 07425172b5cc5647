#!/usr/bin/env node
/** Starts the command; all that is known of `process` is in the terminal. */
import { processTerminal } from "./process-terminal.ts";
import { run } from "./run.ts";

const terminal = processTerminal();
await run(process.argv.slice(2), terminal);
terminal.close();
