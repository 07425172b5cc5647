/** `pullpass check-credentials`: does the registry take the login in a secret, and show it the image? */
import {
  examineImage,
  examineLogin,
  examineSecretValue,
  type ImageFinding,
  type LoginCheck,
  maskImage,
  parseImageReference,
  readSecretValue,
} from "@pullpass/core";
import { secretLists, secretValues } from "@pullpass/core/aws";
import { type Command, Option } from "commander";
import { type Account, inRegionOf, oneRegion, openAccount } from "../aws/account.ts";
import { noSuchSecret } from "../aws/not-there.ts";
import { environmentTypes } from "../connect/project.ts";
import type { RegistryImage } from "../connect/target.ts";
import { examples } from "../examples.ts";
import { exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { askRegistry } from "../registry/ask.ts";
import { loginCheckText } from "../render/login-check.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";
import { UserError } from "../user-error.ts";

export function registerCheckCredentials(program: Command, out: Terminal): void {
  const command = program
    .command("check-credentials")
    .description(
      "show whether a registry takes the login in a secret, and shows it an image; reads the secret's value",
    )
    .argument("<secret>", "name or ARN of the secret")
    .requiredOption("--image <reference>", "the image that the login is for")
    .addOption(
      new Option("--environment-type <type>", "where the image is to run")
        .choices(environmentTypes)
        .default("LINUX_CONTAINER"),
    );
  withForms(command, textOrJson)
    .addHelpText(
      "after",
      examples(
        `
The value is read with your credentials (secretsmanager:GetSecretValue), stays in memory, and is never shown. The login is sent
over TLS alone, to the registry that the image names and to where that sends for tokens, and never to a private address. On
Docker Hub the check counts as one pull. What this computer sees of a registry, CodeBuild's network may see otherwise.`,
        "pullpass check-credentials registry/ghcr.io --image ghcr.io/acme/builder:2",
        "pullpass check-credentials registry/hub --image acme/web:1 --environment-type ARM_CONTAINER --json | jq .findings",
      ),
    )
    .action(async (secret: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      await check(secret, options, out);
    });
}

interface Options extends GlobalOptions, TextOrJson {
  readonly image: string;
  readonly environmentType: (typeof environmentTypes)[number];
}

async function check(reference: string, options: Options, out: Terminal): Promise<void> {
  oneRegion(options);
  const image = checkedImage(maskImage(options.image));
  const account = await openAccount(inRegionOf(options, reference), out);
  const { value, ...secret } = await readSecret(reference, account);
  const pull = { secret, image: image.text, environmentType: options.environmentType };
  const login = readSecretValue(value);
  const checked = login.kind === "login" ? await askRegistry(login, image, out) : undefined;
  const findings = [
    ...examineSecretValue(login, secret),
    ...examineImage(image.text, checked?.sight),
    ...(checked === undefined ? [] : examineLogin(checked, pull)),
  ];
  out.print(
    options.format === "json"
      ? jsonDocument("check-credentials", { ...pull, value: login.kind, check: checked, findings })
      : wrapText(loginCheckText(pull, { login, checked, findings }, out), out),
  );
  out.endWith(codeOf(findings, checked));
}

function codeOf(findings: readonly ImageFinding[], checked: LoginCheck | undefined): number {
  if (findings.length > 0) return exitCodes.found;
  return checked?.outcome.kind === "shown" ? exitCodes.ok : exitCodes.unseen;
}

/** @throws UserError for an image that no registry serves with a login */
function checkedImage(text: string): RegistryImage {
  const [wrong] = examineImage(text).filter(({ rule }) => rule !== "registry-vpc-only");
  if (wrong !== undefined)
    throw new UserError(wrong.title, `pullpass image shows what is wrong with it: pullpass image '${text}'`);
  const image = parseImageReference(text);
  if (image.kind === "registry") return image;
  throw new UserError(
    `${text} takes no registry credential.`,
    "Name an image of a registry that asks for the login in the secret.",
  );
}

async function readSecret(reference: string, { connection, region, id }: Account) {
  const secret = await secretValues(connection)(region, reference);
  if (secret !== undefined) return secret;
  throw await noSuchSecret(
    reference,
    region,
    secretLists(connection),
    ` of account ${id}, or it has no value`,
  );
}
