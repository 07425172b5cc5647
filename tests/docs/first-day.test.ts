/** docs/first-day.md, walked through: each of its commands, in its order, in the account that it describes. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fillWithExample } from "../../packages/cli/src/example/fill-account.ts";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { createSandbox, onNotice, type Sandbox } from "../../packages/sandbox/src/index.ts";
import { home, pullpass } from "../cli/support/run.ts";

const page = readFileSync("docs/first-day.md", "utf8");

interface Step {
  readonly command: string;
  /** Lines that it prints, among others. */
  readonly prints: readonly string[];
}

/** The commands of the page's sections, by their numbers. */
function stepsOf(from: number, to: number): readonly Step[] {
  return page
    .split("\n## ")
    .filter((section) => Number(section[0]) >= from && Number(section[0]) <= to)
    .flatMap((section) => [...section.matchAll(/```console\n([\s\S]*?)```/g)].map(([, text = ""]) => text))
    .flatMap((text) => text.split(/^\$ /m).slice(1))
    .map((text) => {
      const [command = "", ...prints] = text.trimEnd().split("\n");
      return { command, prints };
    });
}

function wordsOf(command: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [, ...words] = command.match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => (word === "pullpass.html" ? join(folder, word) : word.replaceAll('"', "")));
}

async function walk(steps: readonly Step[], sandbox: Sandbox): Promise<void> {
  for (const { command, prints } of steps) {
    const { out, err, code } = await pullpass(sandbox, wordsOf(command));
    expect({ command, err, code }).toEqual({
      command,
      err: expect.not.stringContaining("pullpass:"),
      code: 0,
    });
    for (const line of prints) expect(out, command).toContain(line);
  }
}

async function company() {
  const sandbox = await createSandbox({ seed: 1, regions: [home], account: "111122223333" });
  onTestFinished(() => sandbox.dispose());
  await fillWithExample(sandbox, home, 40);
  return sandbox;
}

/** With pullpass in it from now on; the subjects of its notices. */
async function deployed(
  sandbox: Sandbox,
  mode: "apply" | "plan",
  collectMinutes = 0,
): Promise<readonly string[]> {
  const subjects: string[] = [];
  const options = { mode, searchRegions: [home], sweepMinutes: 60, collectMinutes };
  const { topicArn } = await deploy(sandbox, home, options);
  onNotice(sandbox, topicArn, ({ subject }) => void subjects.push(subject));
  return subjects;
}

/** Too short for a sweep: what happens follows from what people did. */
async function rest(sandbox: Sandbox): Promise<void> {
  await sandbox.clock.advance(10_000);
  await sandbox.settle();
}

test("a look, and plan mode: nothing is changed, and what would be is said", async () => {
  const sandbox = await company();
  await walk(stepsOf(1, 4), sandbox);
  const subjects = await deployed(sandbox, "plan", 1);
  await walk(stepsOf(5, 5), sandbox);
  for (let minute = 0; minute < 2; minute++) {
    await sandbox.clock.advance(60_000);
    await sandbox.settle();
  }
  expect(subjects).toContainEqual(
    expect.stringMatching(/^pullpass registry\/release: changes proposed for payments-sync and more /),
  );
  expect(page).toContain('"pullpass registry/release: changes proposed for payments-sync and more"');
  const { out } = await pullpass(sandbox, ["audit", "--project", "payments-sync"]);
  expect(out).toContain("1 project: 1 cannot pull.");
});

test("apply mode: what the tags allow is repaired, and taken back with them", async () => {
  const sandbox = await company();
  const subjects = await deployed(sandbox, "apply");
  await walk(stepsOf(5, 5), sandbox);
  await rest(sandbox);
  await walk(stepsOf(6, 6), sandbox);
  expect(subjects.join("\n")).toContain("Access granted: payments-sync to registry/release");
  await walk(stepsOf(7, 7), sandbox);
  await rest(sandbox);
  const { out } = await pullpass(sandbox, ["audit", "--project", "payments-sync"]);
  expect(out).toContain("1 project: 1 cannot pull.");
});

test("what it says of the account that is served, and of the deployment, is what there is", () => {
  expect(page).toContain("pullpass sandbox --example 40 --bare --region eu-central-1");
  const readme = readFileSync("README.md", "utf8");
  const block =
    /export SST_TELEMETRY_DISABLED=1\nPULLPASS_OPTIONS=.*"mode":"plan".*\n/.exec(page)?.[0] ?? "nothing";
  expect(readme).toContain(block);
});
