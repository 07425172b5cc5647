/** Whether EventBridge hears of what pullpass listens to: of CloudTrail's events only where a trail logs them. */
import { listed } from "@pullpass/core";
import { command, type Known } from "@pullpass/core/parts";
import { iamRegionOf } from "@pullpass/functions/deployment";
import type { Verdict } from "../check.ts";
import type { Examined, ExaminedTrail } from "../examined.ts";
import { writesSelected } from "./trail-selectors.ts";
import { fault, fine, untold, warning } from "./verdicts.ts";

type Of = Pick<Examined, "trails" | "region">;

/** Without these, hardly anything is noticed at once. */
const mainSources = ["secretsmanager.amazonaws.com", "codebuild.amazonaws.com"];
const otherSources = ["kms.amazonaws.com", "tagging.amazonaws.com"];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export function judgeTrail({ trails, region }: Of): readonly Verdict[] {
  if (trails.kind !== "known") return [unread(trails)];
  const all = trails.value.filter((trail) => covers(trail, region));
  const sources = [...mainSources, ...otherSources, ...(iamRegionOf(region) === region ? [iam] : [])];
  const coverage = new Map(sources.map((source) => [source, coverageOf(all, source)]));
  const lacking = sources.filter((source) => coverage.get(source) === "no");
  if (mainSources.some((source) => lacking.includes(source))) return [notLogged(all, region)];
  const open = sources.filter((source) => coverage.get(source) === "perhaps");
  const logging = all.filter((trail) => sources.some((source) => logs(trail, source) === "yes"));
  return [
    ...(lacking.length > 0 ? [partly(lacking)] : []),
    ...(open.length > 0 ? [perhaps(all, open)] : []),
    ...(lacking.length + open.length === 0
      ? [fine(`${namesOf(logging)} logs what pullpass listens to.`)]
      : []),
  ];
}

/** IAM's events are in a Region of their own; `undefined` where that is this one, or where one logs them. */
export function judgeTrailOfIam({
  trails,
  trailsOfIam,
  region,
}: Pick<Examined, "trails" | "trailsOfIam" | "region">): Verdict | undefined {
  const home = iamRegionOf(region);
  if (home === region) return undefined;
  const shown = [trails, trailsOfIam].flatMap((each) => (each.kind === "known" ? each.value : []));
  const all = shown.filter((trail) => covers(trail, home));
  const coverage = coverageOf(all, iam);
  if (coverage === "yes") return undefined;
  if (trailsOfIam.kind === "unknown") return untold("Whether a trail logs IAM's events", trailsOfIam);
  if (coverage === "perhaps") return perhaps(all, [iam]);
  return warning(
    `No trail logs IAM's events, which are in ${home}: what happens to roles is noticed by the next sweep.`,
    "Have a trail of every Region log them, global services included.",
  );
}

const iam = "iam.amazonaws.com";

type Coverage = "yes" | "no" | "perhaps";

function covers({ isMultiRegion, homeRegion }: ExaminedTrail, region: string): boolean {
  return isMultiRegion || homeRegion === region;
}

function coverageOf(trails: readonly ExaminedTrail[], source: string): Coverage {
  const each = trails.map((trail) => logs(trail, source));
  if (each.includes("yes")) return "yes";
  return each.includes("perhaps") ? "perhaps" : "no";
}

function logs({ includesGlobal, isLogging, selectors }: ExaminedTrail, source: string): Coverage {
  if (source === iam && !includesGlobal) return "no";
  const selected = selectors.kind === "known" ? writesSelected(selectors.value, source) : unless(selectors);
  const running = isLogging.kind === "known" ? (isLogging.value ? "yes" : "no") : unless(isLogging);
  if (selected === "no" || running === "no") return "no";
  return selected === "yes" && running === "yes" ? "yes" : "perhaps";
}

const unless = ({ kind }: Known<unknown>): Coverage => (kind === "absent" ? "no" : "perhaps");

function unread(trails: Exclude<Of["trails"], { kind: "known" }>): Verdict {
  return untold("Whether a trail logs management events", {
    reason: "CloudTrail answers nothing",
    ...trails,
    kind: "unknown",
  });
}

/** EventBridge then has failed builds, changed tags and labels alone. */
function notLogged(covering: readonly ExaminedTrail[], region: string): Verdict {
  const meanwhile = "Until then the sweep alone finds what changes.";
  if (covering.length === 0) {
    return fault(
      `No trail covers ${region}: EventBridge hears of no change of a secret or project. ${meanwhile}`,
      "Create a trail of every Region that logs management events (read and write, or write).",
    );
  }
  const [stopped] = covering.filter(({ isLogging }) => isLogging.kind === "known" && !isLogging.value);
  const [silent] = covering.filter(({ isLogging }) => isLogging.kind === "known" && isLogging.value);
  if (silent === undefined && stopped !== undefined) {
    return fault(
      `Trail ${stopped.name} is not logging: EventBridge hears of no change of a secret or project. ${meanwhile}`,
      command("aws", ["cloudtrail", "start-logging", "--region", stopped.homeRegion, "--name", stopped.name]),
    );
  }
  return fault(
    `${namesOf(covering)} logs no management events of writes to secrets and projects. ${meanwhile}`,
    "Have its event selectors log management events of writes, too.",
  );
}

function partly(sources: readonly string[]): Verdict {
  return warning(
    `No trail logs ${listed(sources, 5)}: what changes there is noticed by the next sweep.`,
    "Take it out of what the trail's event selectors leave out.",
  );
}

function perhaps(trails: readonly ExaminedTrail[], sources: readonly string[]): Verdict {
  const unknown = trails
    .flatMap(({ isLogging, selectors }) => [isLogging, selectors])
    .find((known) => known.kind === "unknown");
  const what = `Whether a trail logs ${listed(sources, 5)}`;
  if (unknown?.kind === "unknown") return untold(what, unknown);
  return {
    outcome: "unknown",
    says: `${what} cannot be told: ${namesOf(trails)} logs a part of the management events.`,
    next: "See whether its advanced event selectors let all writes through.",
  };
}

function namesOf(trails: readonly ExaminedTrail[]): string {
  const names = trails.map(({ name }) => name);
  return `Trail ${listed(names, 3)}`;
}
