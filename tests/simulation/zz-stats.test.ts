import { test } from "vitest";
import { invocations } from "/work/main/packages/sandbox/src/index.ts";
import { actionsOf } from "/work/main/tests/simulation/support/actions.ts";
import { run } from "/work/main/tests/simulation/support/run.ts";
test("stats", { timeout: 600000 }, async () => {
  const from = Number(process.env.FROM ?? 1), n = Number(process.env.N ?? 20), steps = Number(process.env.SIM_STEPS ?? 30);
  const total: Record<string, number> = {};
  const add = (k: string, c = 1) => { total[k] = (total[k] ?? 0) + c; };
  for (let seed = from; seed < from + n; seed++) {
    const t = performance.now();
    const { account, wrong, trace } = await run(seed, actionsOf(seed, steps));
    for (const e of account.watch.effects) add(e.kind);
    for (const i of invocations(account.world.sandbox)) { add(`${i.function} ${i.outcome}`); if (i.error?.includes("ended at")) add("crashed " + i.function); }
    for (const b of account.delivery.events) if (b.source === "pullpass") add(`notice ${(b.detail as any).rule ?? (b.detail as any).change} ${(b.detail as any).state}`);
    for (const b of account.delivery.events) if (b["detail-type"] === "CodeBuild Build State Change") add(`build ${(b.detail as any)["build-status"]}`);
    for (const l of account.output.lines) if (l.includes("work failed")) add("work failed");
    if (wrong.length) process.stderr.write(`FAIL ${seed} ${JSON.stringify(wrong)}\n`);
    add("calls", trace.length); add("ms", performance.now() - t);
    await account.world.sandbox.dispose();
  }
  console.log(Object.fromEntries(Object.entries(total).sort()));
});
