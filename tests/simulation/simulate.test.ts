/** `npm run simulate`, as whoever looks for a fault of pullpass runs it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { triesAll } from "../support/tries-all.ts";

const here = import.meta.dirname;

test("worlds in which nothing goes wrong are summed up, and it ends with 0", () => {
  const seeds = triesAll ? "2" : "1";
  const { status, stdout, stderr } = simulate(["--seeds", seeds, "--steps", "2", "--processes", "1"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [worlds = "", others = ""] = stdout.split(/(?<=worlds?), /);
  expect(worlds).toBe(triesAll ? "2 worlds" : "1 world");
  expect(others).toMatch(/^[\d,]+ events, [\d,]+ calls, [\d,]+ faults?, 0 failures\n$/);
});

test("a broken promise is told with the fewest actions and the command that shows it again", () => {
  const { status, stdout } = simulate(["--seeds", "1", "--steps", "2"], "break-a-promise.ts");
  expect(status).toBe(1);
  expect(stdout).toContain("seed 1: a promise is broken\nafter\n");
  expect(stdout).toContain("Again: npm run simulate -- --seed 1 --seeds 1 --steps 2\n");
  expect(stdout).toMatch(/\n1 world, .* 1 failure\n$/);
});

test("who only wants to know whether one breaks hears of the first, and waits for no other", () => {
  const args = ["--seeds", "3", "--steps", "2", "--processes", "1", "--first-failure"];
  const { status, stdout } = simulate(args, "break-a-promise.ts");
  expect(status).toBe(1);
  expect(stdout).not.toContain("after\n");
  expect(stdout).toMatch(/\n1 world, .* 1 failure\n$/);
});

test("a process that ends instead of answering failed its seed", () => {
  const { status, stdout } = simulate(
    ["--seeds", "2", "--steps", "2", "--processes", "1"],
    "end-a-process.ts",
  );
  expect(status).toBe(1);
  expect(stdout).toContain(
    "seed 1: its process ended\nAgain: npm run simulate -- --seed 1 --seeds 1 --steps 2\n",
  );
  expect(stdout).toMatch(/\n2 worlds, .* 2 failures\n$/);
});

test.each([
  [["--seeds", "none"], "--seeds is a whole number from 1: none is none."],
  [["--worlds", "3"], "Unknown option '--worlds'"],
])("%j is refused, with what is accepted", (args, why) => {
  const { status, stderr } = simulate(args);
  expect(status).toBe(2);
  expect(stderr).toContain(why);
  expect(stderr).toContain("npm run simulate -- [--seeds 100]");
});

/** `hook` changes the processes that it starts. */
function simulate(args: readonly string[], hook?: string) {
  const NODE_OPTIONS = hook && `--import=${pathToFileURL(join(here, "support/hooks", hook)).href}`;
  return spawnSync(process.execPath, [join(here, "simulate.ts"), ...args], {
    encoding: "utf8",
    env: { ...process.env, ...(NODE_OPTIONS && { NODE_OPTIONS }) },
  });
}
