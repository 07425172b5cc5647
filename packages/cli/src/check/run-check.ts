/** What `pullpass check` does: files, and an account where one is to be looked at, to a report and an exit code. */
import { readFile, stat } from "node:fs/promises";
import { type CheckReport, checkFiles } from "@pullpass/check";
import type { Severity } from "@pullpass/core";
import { iamRoles, kmsKeys, registrySecrets } from "@pullpass/core/aws";
import { awsManagedPolicies } from "@pullpass/sandbox/aws-managed-policies";
import manifest from "../../package.json" with { type: "json" };
import { isAnyAsBadAs } from "../audit/exit-code.ts";
import { oneRegion, openAccount } from "../aws/account.ts";
import { exitCodes } from "../exit-codes.ts";
import { safeJson } from "../render/audit/safe-json.ts";
import { checkSarif } from "../render/check/sarif.ts";
import { checkText } from "../render/check/text.ts";
import { wrapText } from "../render/wrap-text.ts";
import { saveOutput } from "../save-output.ts";
import type { Terminal } from "../terminal.ts";
import type { CheckOptions } from "./options.ts";

export async function runCheck(
  paths: readonly string[],
  options: CheckOptions,
  out: Terminal,
): Promise<void> {
  const region = oneRegion(options);
  const looked = options.account === true ? await accountPorts(options, out) : undefined;
  const report = await checkFiles(
    {
      paths,
      version: manifest.version,
      home: looked?.home ?? { account: undefined, region },
      tagPrefix: options.tagPrefix,
      policyName: options.policyName,
      bindGrants: options.bindGrants,
      sharedRoles: options.sharedRoles,
      deployed: options.deployed === true,
    },
    {
      isFolder: async (path) => path !== "-" && (await stat(path)).isDirectory(),
      read: async (path) =>
        path === "-" ? new TextDecoder().decode(await out.input()) : await readFile(path, "utf8"),
    },
    {
      awsPolicy,
      now: new Date().toISOString(),
      ...(looked && { account: looked.ports }),
    },
  );
  const shown =
    options.ignoreOthers === true
      ? { ...report, files: report.files.filter(({ kind }) => kind !== "other") }
      : report;
  out.endWith(exitCodeOf(shown, options.failOn));
  await show(shown, options, out);
}

async function accountPorts(options: CheckOptions, out: Terminal) {
  const { connection, region, id } = await openAccount(options, out);
  return {
    home: { account: id, region },
    ports: {
      secrets: registrySecrets(connection),
      keys: kmsKeys(connection),
      roles: iamRoles(connection, region),
    },
  };
}

/** What a policy of AWS's own says, of those that are attached where images are pulled. */
function awsPolicy(arn: string): string | undefined {
  const partition = /^arn:([^:]+):iam::aws:policy\//.exec(arn)?.[1];
  if (partition === undefined) return undefined;
  const policy = awsManagedPolicies(partition).find((each) => each.arn === arn);
  return policy?.versions.get(policy.defaultVersionId)?.document;
}

function exitCodeOf({ files, counts }: CheckReport, failOn: CheckOptions["failOn"]): number {
  if (files.some(({ kind }) => kind === "unreadable" || kind === "other")) return exitCodes.unseen;
  if (failOn === "never") return exitCodes.ok;
  const worst: Severity = failOn === "unknown" ? "info" : failOn;
  const isBad = isAnyAsBadAs(worst, counts.findings);
  const isOpen =
    failOn === "unknown" && (counts.verdicts.unknown > 0 || files.some(({ why }) => why !== null));
  return isBad || isOpen ? exitCodes.found : exitCodes.ok;
}

async function show(report: CheckReport, { format, output }: CheckOptions, out: Terminal): Promise<void> {
  const text =
    format === "json"
      ? safeJson(report)
      : format === "sarif"
        ? safeJson(checkSarif(report))
        : checkText(report, output === undefined ? out : { colours: false });
  if (output === undefined) return out.print(format === "table" ? wrapText(text, out) : text);
  await saveOutput([`${text}\n`], output, out);
}
