/** `pullpass connect`: a project and a private registry, in one command. */
import { type Command, Option } from "commander";
import { type ConnectOptions, type ConnectStep, connect } from "../connect/connect.ts";
import { environmentTypes } from "../connect/project.ts";
import { registryImage } from "../connect/target.ts";
import { examples } from "../examples.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { stepText } from "../render/connect.ts";
import { remedyOf } from "../render/format-error.ts";
import { wrapText } from "../render/wrap-text.ts";
import { knowDeployment } from "../session/know-deployment.ts";
import { aboutTheLedger, type SessionOptions, withSessionOptions } from "../session/options.ts";
import { openSession, placeOf, type Session } from "../session/session.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError, UserError } from "../user-error.ts";

export function registerConnect(program: Command, out: Terminal): void {
  const command = program
    .command("connect")
    .description("let a project pull an image from a private registry: secret, consent, project and grant")
    .argument("<project>", "name of the project")
    .requiredOption("--image <reference>", "the image to pull")
    .option("--secret <name>", "the secret to use, or to make (default: registry/ and the registry's host)")
    .option("--username <name>", "the registry's user; makes the secret, or renews it")
    .option("--password-stdin", "read the password or token from standard input")
    .option("--create", "make the project, with a role of its own, if it is not there")
    .addOption(
      new Option("--environment-type <type>", "of the project to make (default: LINUX_CONTAINER)").choices(
        environmentTypes,
      ),
    )
    .option("--kms-key <key>", "the key to encrypt a new secret with: id, alias or ARN")
    .option("--no-check", "do not ask the registry whether it takes the login and shows it the image")
    .option("--yes", "do not ask before a secret that exists is used or renewed")
    .addOption(new Option("--password [value]").hideHelp().argParser(noPassword));
  withSessionOptions(withForms(command, textOrJson))
    .addHelpText(
      "after",
      examples(
        `
On a terminal the login is asked for where a new secret needs it; nothing shows the password, and it goes nowhere but
into the secret. A secret that exists is used with the login it has, unless --username or --password-stdin is given; who
else could read it, by its tags and its resource policy, is shown first. One that only has the usual name, and that others
than the project could read, is asked about, and with --yes refused: name it with --secret if it is meant. Before anything is written the registry is asked, as check-credentials asks it: with a
login that it rejects, or for an image that it does not show, nothing is written. Everything may be repeated: what is so
already is left as it is.
${aboutTheLedger}`,
        "pullpass connect web --image ghcr.io/acme/builder:2",
        "pass ghcr/ci | pullpass connect web --image ghcr.io/acme/builder:2 --username ci --password-stdin",
        "pullpass connect api --image ghcr.io/acme/builder:2 --secret registry/ghcr.io",
        "pullpass connect win --create --environment-type WINDOWS_SERVER_2022_CONTAINER --image quay.io/acme/win:1",
      ),
    )
    .action(async (project: string, _options: unknown, command: Command) => {
      await connectProject(project, command.optsWithGlobals<Options>(), out);
    });
}

type Options = ConnectOptions & SessionOptions & TextOrJson & { readonly image: string };

async function connectProject(project: string, options: Options, out: Terminal): Promise<void> {
  const image = registryImage(options.image);
  const look = await openSession("connect", options, out);
  knowDeployment(look);
  const steps: ConnectStep[] = [];
  const isJson = options.format === "json";
  const asJson = () => jsonDocument("connect", { ...placeOf(look), project, steps });
  try {
    for await (const step of connect(project, image, options, look, out)) {
      steps.push(step);
      if (!isJson) out.print(wrapText(stepText(step, out), out));
    }
  } catch (error) {
    if (isJson) out.print(asJson());
    throw steps.every(({ kind, state }) => kind === "login" || state === "kept") ? error : halfway(error);
  }
  if (isJson) out.print(asJson());
  else if (!out.quiet) out.print(buildIt(project, look));
}

function buildIt(project: string, { place: { region } }: Session): string {
  return `\nBuild it: aws codebuild start-build --region ${region} --project-name ${project}`;
}

/** What was done is of use to the next try. */
function halfway(cause: unknown): UserError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new UserError(
    message,
    `${remedyOf(cause)} What is done stays: connect again to go on, without a login if the secret has it.`,
    { cause },
  );
}

function noPassword(): never {
  throw new UsageError(
    "A password is not taken as an argument: shells and process lists keep arguments.",
    "Pipe it in with --password-stdin, or leave it away to be asked. Take this one for known, and renew it.",
  );
}
