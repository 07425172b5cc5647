/** Whether the functions are there and run, and of which version they are. */
import { plain } from "@pullpass/core";
import type { FunctionName } from "@pullpass/functions/deployment";
import type { Verdict } from "../check.ts";
import type { Examined, ExaminedDeployment, ExaminedFunction, FunctionSettings } from "../examined.ts";
import { about, deployAgain, fault, fine, untoldOf, warning } from "./verdicts.ts";

/** Those that every deployment has. */
const needed: readonly FunctionName[] = ["ingest", "reconcile", "sweep", "notify"];

export function judgeFunctions({ functions, parts }: ExaminedDeployment): readonly Verdict[] {
  if (parts.kind !== "known") return [];
  const missing = needed.filter((name) => !functions.has(name));
  const gone = [...functions].filter(([, { configuration }]) => configuration.kind === "absent");
  const lost = [...missing, ...gone.map(([name]) => name)];
  const broken = [...functions.values()].flatMap(brokenBy);
  const verdicts = [
    ...(lost.length > 0 ? [fault(`${about("Function", lost, ["is", "are"])} gone.`, deployAgain)] : []),
    ...broken,
    ...untoldOf("How it is with", configurations(functions)),
  ];
  return verdicts.length > 0 ? verdicts : [fine(`All ${functions.size} functions are there, and active.`)];
}

/** Of an idle function Lambda says `Inactive`, and starts it all the same. https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html */
function brokenBy({ name, configuration }: ExaminedFunction): readonly Verdict[] {
  if (configuration.kind !== "known") return [];
  const { state, lastUpdate } = configuration.value;
  if (state === "Failed" || lastUpdate === "Failed") {
    return [fault(`Function ${plain(name, 64)} failed when it was made or changed last.`, deployAgain)];
  }
  return [];
}

export function judgeVersion({
  deployed,
  version,
}: Pick<Examined, "deployed" | "version">): readonly Verdict[] {
  const settings = [...(deployed?.functions ?? [])].flatMap(([name, { configuration }]) =>
    configuration.kind === "known" ? [{ name, version: configuration.value.version }] : [],
  );
  const [first] = settings;
  if (first === undefined) return [];
  const versions = Map.groupBy(settings, (each) => each.version ?? "");
  if (versions.size > 1) {
    const each = [...versions].map(
      ([of, all]) => `${of === "" ? "unnamed" : plain(of, 30)} (${all.map(({ name }) => name).join(", ")})`,
    );
    return [fault(`The functions are of several versions: ${each.join("; ")}.`, deployAgain)];
  }
  if (first.version === undefined) {
    return [
      {
        outcome: "unknown",
        says: "Which version is deployed cannot be told: the deployment is older than the record of it.",
        next: `${deployAgain} This command is ${version}.`,
      },
    ];
  }
  if (first.version === version) return [fine(`${version} is deployed, as this command is.`)];
  return [
    warning(
      `${plain(first.version, 30)} is deployed, and this command is ${version}.`,
      "Deploy this command's version, or use the command of the version that is deployed.",
    ),
  ];
}

/** Of the first function that says. */
export function settingsOf(functions: ExaminedDeployment["functions"]): FunctionSettings | undefined {
  const all = [...functions.values()].map(({ configuration }) => configuration);
  const known = all.find((each) => each.kind === "known");
  return known?.kind === "known" ? known.value : undefined;
}

function configurations(functions: ExaminedDeployment["functions"]) {
  return [...functions].map(([name, { configuration }]) => ({ name, known: configuration }));
}
