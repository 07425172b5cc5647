/** Says last which tests were skipped, and why: a pass that left something out must not be taken for a whole one. */
import type { Reporter, TestCase, TestModule } from "vitest/node";
import "./skip-unless.ts";

export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    // With a name to look for, all others are skipped: who asked for that knows.
    const told = skipped.flatMap((test) => reasonOf(test) ?? []);
    for (const [reason, tests] of Map.groupBy(told, (each) => each)) {
      process.stdout.write(`Skipped: ${tests.length} ${tests.length === 1 ? "test" : "tests"}. ${reason}\n`);
    }
  }
}

/** Its own, or that of what it stands in. */
function reasonOf(test: TestCase): string | undefined {
  let each: TestCase | TestCase["parent"] = test;
  for (;;) {
    const reason = each.type === "module" ? undefined : each.meta().skipped;
    if (reason !== undefined || each.type === "module") return reason;
    each = each.parent;
  }
}
