/** `pullpass image`: how CodeBuild reads an image reference, and what is seen of its registry. */
import { examineImage, maskImage, parseImageReference, type Registries, registryOf } from "@pullpass/core";
import type { Command } from "commander";
import { oneRegion, openAccount } from "../aws/account.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { registriesFromHere, registriesOfAccount } from "../registry/look.ts";
import { imageText } from "../render/image.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";

interface Options extends GlobalOptions, TextOrJson {
  readonly offline?: true;
  readonly privateZones?: true;
}

export function registerImage(program: Command, out: Terminal): void {
  withForms(program.command("image"), textOrJson)
    .description("show how an image reference is read, and whether its registry can be reached from here")
    .argument(
      "<reference>",
      "as in a project: nginx, registry.example.com/team/app:1.2, aws/codebuild/standard:7.0",
    )
    .option("--offline", "ask no network: judge the text alone")
    .option(
      "--private-zones",
      "where it cannot be reached, ask Route 53 for the private hosted zones of its name",
    )
    .addHelpText(
      "after",
      examples(
        `
No login is sent, and nothing is asked of AWS but what --private-zones wants. The registry's name is looked up, and its address
is asked for /v2/ over TLS, as Docker begins; private addresses are not contacted. What this computer sees, CodeBuild's
network may see otherwise.`,
        "pullpass image ghcr.io/acme/builder:2",
        "pullpass image registry.corp.example/app --private-zones",
        "pullpass image 10.0.0.7:5000/app --offline --json | jq .findings",
      ),
    )
    .action(async (written: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const text = maskImage(written);
      const isReference = examineImage(text).every(({ rule }) => rule !== "image-malformed");
      const reference = isReference ? parseImageReference(text) : { kind: "invalid" as const, text };
      const registry = options.offline === true ? undefined : registryOf(text);
      const sight = registry && (await (await registriesFor(options, out)).look(registry));
      const findings = examineImage(text, sight);
      out.print(
        options.format === "json"
          ? jsonDocument("image", { ...reference, findings, sight })
          : wrapText(imageText(reference, { findings, sight }, out), out),
      );
      if (!isReference) out.endWith(exitCodes.found);
    });
}

async function registriesFor(options: Options, out: Terminal): Promise<Registries> {
  if (options.privateZones !== true) return registriesFromHere(out);
  oneRegion(options);
  return registriesOfAccount(await openAccount({ ...options, allRegions: true }, out), out);
}
