import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
export function registerConnect(_program: Command, _out: Terminal): void {}
