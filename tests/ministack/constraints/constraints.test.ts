/** Each constraint of AWS's models, broken once: the sandbox refuses the call, for what is wrong with it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createSandbox } from "@pullpass/sandbox";
import { test as base, describe, expect, inject } from "vitest";
import { botocoreOf, modelOf } from "../../../packages/sandbox/botocore-models.ts";
import { constraintTable } from "../../../packages/sandbox/constraint-table.ts";
import { everyService } from "../../../packages/sandbox/src/services/all.ts";
import { accepted, demandsMore } from "./accepted.ts";
import { asker, isRefusalOf, region } from "./ask.ts";
import { brokenCalls, leastInput } from "./broken-calls.ts";

const services = await everyService();
const botocore = await botocoreOf(join(inject("ministackBin"), "python"));

const test = base.extend<{ readonly account: Awaited<ReturnType<typeof createSandbox>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from it which fixtures are used
  account: async ({}, use) => {
    const sandbox = await createSandbox({ regions: [region] });
    await use(sandbox);
    await sandbox.dispose();
  },
});

describe.each(services.map((service) => [service.signingName, service] as const))("%s", (name, service) => {
  const operations = Object.keys(service.operations);

  test("every call that breaks a constraint is refused for it, but for what is listed", async ({
    account,
  }) => {
    const model = await modelOf(name, botocore.folder);
    const ask = asker(service, account);
    const notRefused: string[] = [];
    for (const call of operations.flatMap((operation) => brokenCalls(operation, model))) {
      const answer = await ask(call.operation, call.input);
      if (!isRefusalOf(call, name, answer)) notRefused.push(`${call.operation} ${call.breaks}`);
    }
    const listed = accepted.filter(({ service }) => service === name);
    expect(notRefused).toEqual(listed.map(({ operation, breaks }) => `${operation} ${breaks}`));
  });

  test("a call that breaks none is not refused in those words, but for what is listed", async ({
    account,
  }) => {
    const model = await modelOf(name, botocore.folder);
    const ask = asker(service, account);
    const refused: string[] = [];
    for (const operation of operations) {
      const answer = await ask(operation, leastInput(operation, model));
      const isRefused = answer !== "ok" && answer.message.includes("failed to satisfy constraint");
      if (isRefused) refused.push(`${name}:${operation}`);
    }
    expect(refused).toEqual(Object.keys(demandsMore).filter((key) => key.startsWith(`${name}:`)));
  });

  test("the table of the sandbox is that of these models: `npm run constraints` renews it", async () => {
    const model = await modelOf(name, botocore.folder);
    expect(service.constraints).toEqual(constraintTable(model, operations, `botocore ${botocore.version}`));
  });
});

test("the page says how many calls are broken", async () => {
  const counts = services.map(async ({ signingName, operations }) => {
    const model = await modelOf(signingName, botocore.folder);
    return Object.keys(operations).flatMap((operation) => brokenCalls(operation, model)).length;
  });
  const all = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  expect(readFileSync("docs/sandbox.md", "utf8")).toContain(`(${all.toLocaleString("en")} calls)`);
});
