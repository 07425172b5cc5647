/** Tells the demo's story as it happens, or all of it as JSON at the end. */
import { jsonDocument } from "../json-document.ts";
import { terminal } from "../render/terminal.ts";
import type { Terminal } from "../terminal.ts";
import type { Line } from "./line.ts";
import { story } from "./story.ts";
import { createWorld } from "./world.ts";

/** Whether all went as told. */
export async function printStory({ json }: { readonly json: boolean }, out: Terminal): Promise<boolean> {
  const startedAt = performance.now();
  const print = terminal(out.colours);
  const told: Line[] = [];
  const world = await createWorld();
  try {
    for await (const line of story(world)) {
      told.push(line);
      if (!json) out.print(print(line));
    }
  } finally {
    await world.sandbox.dispose();
  }
  const asTold = told.every((line) => !("ok" in line) || line.ok);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  if (json) out.print(jsonDocument("demo", { asTold, seconds, lines: told }));
  else out.print(`\n${ending(asTold, told)} ${seconds} s.`);
  return asTold;
}

function ending(asTold: boolean, told: readonly Line[]): string {
  const count = (kind: Line["kind"]) => told.filter((line) => line.kind === kind).length;
  const sum = `${count("build")} builds, ${count("notice")} notices,`;
  return asTold ? `All went as told: ${sum}` : `Not all went as told: ${sum}`;
}
