/** The page on the sandbox, held against what the sandbox serves. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { everyService } from "../../packages/sandbox/src/services/all.ts";

const services = await everyService();
const page = readFileSync("docs/sandbox.md", "utf8");

test.each(services.map(({ signingName, operations }) => [signingName, operations] as const))(
  "the page names the operations of %s that are served, and no other",
  (name, operations) => {
    const [, listed = ""] = new RegExp(`<!-- ${name} -->\n([^.]*)\\.`).exec(page) ?? [];
    expect(listed.split(/,\s+/).sort()).toEqual(Object.keys(operations).sort());
  },
);
