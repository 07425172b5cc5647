/** `pullpass image`: how CodeBuild reads an image reference, and whether it can reach its registry. */
import { examineImage, maskImage, parseImageReference } from "@pullpass/core";
import type { Command } from "commander";
import { examples } from "../examples.ts";
import { imageText } from "../render/image.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";

export function registerImage(program: Command, out: Terminal): void {
  program
    .command("image")
    .description("show how an image reference is read, and whether CodeBuild can reach its registry")
    .argument(
      "<reference>",
      "as in a project: nginx, registry.example.com/team/app:1.2, aws/codebuild/standard:7.0",
    )
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      examples(
        `
Nothing is asked of AWS or of any network: the text alone is judged.
Exit code: 0 if it is an image reference, also one with findings; 1 if it is none.`,
        "pullpass image ghcr.io/acme/builder:2",
        "pullpass image 10.0.0.7:5000/app --json | jq .findings",
      ),
    )
    .action((written: string, { json }: { json?: true }) => {
      const text = maskImage(written);
      const findings = examineImage(text);
      const isReference = findings.every(({ rule }) => rule !== "registry-unresolvable");
      const reference = isReference ? parseImageReference(text) : { kind: "invalid" as const, text };
      out.print(
        json
          ? JSON.stringify({ ...reference, findings }, undefined, 2)
          : wrapText(imageText(reference, findings, out), out),
      );
      if (!isReference) out.endWith(1);
    });
}
