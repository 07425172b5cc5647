/** Each function's bundle beside one of nothing but its SDK clients: how large it is, and what its import costs. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { atMost, type Benchmark, median, type Result, type Say } from "../benchmark.ts";
import { runProcess } from "../run-process.ts";

const dist = join(import.meta.dirname, "../../packages/functions/dist");
const rounds = 7;

export const benchmark: Benchmark = {
  about: "the bundles of the functions, beside their SDK clients alone: size and import",
  run,
};

async function run(say: Say): Promise<readonly Result[]> {
  const { output } = await runProcess(["packages/functions/build.ts", "--sizes"]);
  const sizes = [...output.matchAll(/^(\w+) +\d+ kB, ([\d.]+) times/gm)];
  const results: Result[] = [];
  for (const [, name = "", times] of sizes) {
    results.push(
      atMost(1.25, { name: `bundle of ${name}`, value: Number(times), unit: "times its clients" }),
    );
    const ratio = await importRatio(name);
    say(`${name}: ${times} times the size of its clients alone, ${ratio.toFixed(2)} times their import`);
    results.push(atMost(1, { name: `import of ${name}`, value: ratio, unit: "times its clients" }));
  }
  return results;
}

/** In turns, in processor time, without what Node.js takes by itself: whatever else the machine does slows both. */
async function importRatio(name: string): Promise<number> {
  const files = [join(dist, name, "index.mjs"), join(dist, "clients", `${name}.mjs`)];
  const times = { function: [] as number[], clients: [] as number[], nothing: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.nothing.push(await importing(undefined));
    times.function.push(await importing(files[0]));
    times.clients.push(await importing(files[1]));
  }
  const nothing = median(times.nothing);
  return (median(times.function) - nothing) / (median(times.clients) - nothing);
}

async function importing(path: string | undefined): Promise<number> {
  // A handler without its configuration ends its import with an error, after all is loaded.
  const url = path === undefined ? undefined : JSON.stringify(pathToFileURL(path).href);
  const code = url === undefined ? "" : `await import(${url}).catch(() => {})`;
  const { processorSeconds } = await runProcess(["--input-type=module", "--eval", code], {
    ...environment,
  });
  return processorSeconds;
}

/** What a handler reads when it loads. */
const environment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
};
