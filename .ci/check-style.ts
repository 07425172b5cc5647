/** `npm run check:style`: fails, and names the places, where the documents are wordy, vague or say a word twice. */
import { globSync, readFileSync } from "node:fs";
import { styleFaults } from "./style-faults.ts";

const documents = globSync(["*.md", "docs/**/*.md", "{packages,tests}/**/*.md"], {
  exclude: (name) => name === "node_modules",
}).sort();
let faults = 0;
for (const document of documents) {
  for (const { line, text, why } of styleFaults(readFileSync(document, "utf8"))) {
    faults += 1;
    process.stderr.write(`${document}:${line}: ${text} ${why}\n`);
  }
}
if (faults > 0) process.exitCode = 1;
