/** `npm run prove` against an emulator that no one here wrote: it answers, or says why not, and keeps nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { probes } from "../../prove/probes/index.ts";
import { namesIn } from "../prove/support/account.ts";
import { openClients } from "./support/clients.ts";
import { account, region, startEmulator } from "./support/emulator.ts";
import { tell } from "./support/tell.ts";

interface Asked {
  readonly kind: "settled" | "open";
  readonly why?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

test("MiniStack answers most questions, and of the others it is said why they stay open", async () => {
  const emulator = await startEmulator({ trail: false });
  onTestFinished(() => emulator.stop());
  const out = mkdtempSync(join(tmpdir(), "pullpass-prove-"));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const clients = openClients(emulator.url, region);
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  const before = await namesIn({ removing: clients });
  const words = [
    "--account",
    account,
    "--region",
    region,
    "--yes-create-resources",
    "--wait",
    "1",
    "--out",
    out,
  ];
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../prove/main.ts"), ...words], {
    env: emulator.environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  expect([await once(child, "close"), said]).toEqual([[0, null], expect.stringContaining("[1/")]);
  const report: { probes: { id: string; asked: Asked; sandbox: Asked; differs: string[] }[] } = JSON.parse(
    readFileSync(join(out, "prove.json"), "utf8"),
  );
  expect(report.probes.map(({ id }) => id)).toEqual(probes.map(({ id }) => id));
  for (const { asked, sandbox } of report.probes) {
    expect(sandbox.kind).toBe("settled");
    if (asked.kind === "settled") expect(Object.keys(asked.facts ?? {})).not.toEqual([]);
    else
      expect(asked.why).toMatch(
        /^(It failed|.* does not serve|Whoever asked may not|No record came|The|A build)/,
      );
  }
  for (const { id, asked, differs } of report.probes)
    tell(`prove ${id}: ${asked.kind === "open" ? asked.why : `settled, ${differs.length} differ`}`);
  const settled = report.probes.filter(({ asked }) => asked.kind === "settled");
  expect(settled.length).toBeGreaterThan(probes.length / 2);
  expect(await namesIn({ removing: clients })).toEqual(before);
}, 600_000);
