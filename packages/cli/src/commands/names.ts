/** `pullpass names`: what there is to name. The scripts of `completion` ask it while a person types, so no help shows it. */
import { codeBuildProjects } from "@pullpass/core/aws";
import { loadSharedConfigFiles } from "@smithy/core/config";
import { Argument, type Command } from "commander";
import { openAccount } from "../aws/account.ts";
import { projectNames } from "../aws/not-there.ts";
import type { GlobalOptions } from "../global-options.ts";
import type { Terminal } from "../terminal.ts";

export const namedThings = ["profiles", "projects"] as const;

export type NamedThing = (typeof namedThings)[number];

export function registerNames(program: Command, out: Terminal): void {
  program
    .command("names", { hidden: true })
    .addArgument(new Argument("<things>").choices(namedThings))
    .action(async (things: NamedThing, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const names = things === "profiles" ? profiles(out) : projects(options, out);
      // Nobody who types wants to read why there are none.
      const found = await names.catch((): readonly string[] => []);
      const offered = [...new Set(found)].filter((name) => isPlain.test(name)).sort();
      if (offered.length > 0) out.print(offered.join("\n"));
    });
}

/** A shell may expand what it is offered: names with anything that means something to it are left out. */
const isPlain = /^[\w.@+=,][\w.@+=,-]*$/;

/** https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
async function profiles({ environment }: Terminal): Promise<readonly string[]> {
  const { AWS_CONFIG_FILE: configFilepath, AWS_SHARED_CREDENTIALS_FILE: filepath } = environment;
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...(configFilepath !== undefined && { configFilepath }),
    ...(filepath !== undefined && { filepath }),
  });
  const sections = [...Object.keys(configFile), ...Object.keys(credentialsFile)];
  return sections.filter((name) => !/^(?:sso-session|services)\./.test(name));
}

async function projects(options: GlobalOptions, out: Terminal): Promise<readonly string[]> {
  const { region, connection } = await openAccount(options, { ...out, status: () => {} });
  return projectNames([region], codeBuildProjects(connection));
}
