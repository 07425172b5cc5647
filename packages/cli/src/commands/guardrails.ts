/** `pullpass guardrails`: policies that keep consent with those who may give it. */
import { type Guardrails, guardrails, roleTagOf } from "@pullpass/core";
import { forms } from "@pullpass/functions/deployment";
import { type Command, InvalidArgumentError, Option } from "commander";
import { defaults } from "../command-options.ts";
import { examples } from "../examples.ts";
import { jsonDocument } from "../json-document.ts";
import { type TextOrJson, textOrJson, withForms } from "../output-form.ts";
import { guardrailsText } from "../render/guardrails.ts";
import { wrapText } from "../render/wrap-text.ts";
import type { Terminal } from "../terminal.ts";

export function registerGuardrails(program: Command, out: Terminal): void {
  withForms(program.command("guardrails"), textOrJson)
    .description("print the policies that keep consent with those who may give it")
    .option(
      "--admin-role <name>",
      "a role that may set the tags, with its path if it has one; may be repeated (default: registry-admin)",
      collected(
        /^(?!\/)[\w+=,.@/-]{1,500}$/,
        "A role's name, with its path: registry-admin, admins/registry.",
      ),
    )
    .option(
      "--permission-set <name>",
      "a permission set of IAM Identity Center that may set the tags; may be repeated",
      collected(/^[\w+=,.@-]{1,32}$/, "The name of a permission set: RegistryAdmin."),
    )
    .option(
      "--required-role-tag <key=value>",
      "the deployment's option requiredRoleTag: only who may give consent may set that tag",
      checked(
        (text) => text !== "" && forms.fits(forms.requiredRoleTag.orNothing, text),
        "A tag looks like builds=yes.",
      ),
    )
    .option(
      "--boundary-name <name>",
      "the name of the managed policy that the boundary is to be",
      checked((text) => /^[\w+=,.@-]{1,128}$/.test(text), "The name of a policy: consent-boundary."),
      "consent-boundary",
    )
    .option(
      "--tag-prefix <text>",
      "how pullpass's tags begin",
      checked((text) => forms.fits(forms.tagPrefix, text), "The beginning of tag keys: pullpass/."),
      defaults.tagPrefix,
    )
    .addOption(new Option("--only <policy>", "print one of them, as JSON").choices(Object.keys(parts)))
    .addHelpText(
      "after",
      examples(
        `
Nothing is asked of AWS: read what is printed, and attach it where it belongs. docs/consent.md says what each one stops.`,
        "pullpass guardrails --permission-set RegistryAdmin",
        "pullpass guardrails --only service-control-policy > consent.json",
      ),
    )
    .action((options: Options) => {
      const { permissionSet: permissionSets = [], requiredRoleTag: tag, boundaryName, tagPrefix } = options;
      const { adminRole: adminRoles = permissionSets.length > 0 ? [] : ["registry-admin"] } = options;
      const requiredRoleTag = tag === undefined ? undefined : roleTagOf(tag);
      const all = guardrails({ tagPrefix, adminRoles, permissionSets, requiredRoleTag, boundaryName });
      if (options.only !== undefined) out.print(JSON.stringify(all[parts[options.only]], undefined, 2));
      else if (options.format === "json") out.print(jsonDocument("guardrails", all));
      else out.print(wrapText(guardrailsText(all, boundaryName, out), out));
    });
}

interface Options extends TextOrJson {
  readonly adminRole?: readonly string[];
  readonly permissionSet?: readonly string[];
  readonly requiredRoleTag?: string;
  readonly boundaryName: string;
  readonly tagPrefix: string;
  readonly only?: keyof typeof parts;
}

const parts = {
  "service-control-policy": "serviceControlPolicy",
  boundary: "boundary",
  "tag-policy": "tagPolicy",
  statements: "statements",
} as const satisfies Readonly<Record<string, keyof Guardrails>>;

/** A text that goes into a policy: what has another form could say more there than was meant. */
function checked(isRight: (text: string) => boolean, form: string) {
  return (text: string): string => {
    if (isRight(text)) return text;
    throw new InvalidArgumentError(form);
  };
}

function collected(pattern: RegExp, form: string) {
  const check = checked((text) => pattern.test(text), form);
  return (text: string, before: readonly string[] = []): readonly string[] => [...before, check(text)];
}
