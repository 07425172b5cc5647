/** A remedy in words, for every form that people read. */
import { roleName } from "../model/arn.ts";
import type { PolicyPlace, ProjectMember, Remedy, RemedyStep } from "../model/remedy.ts";
import { allowCommand, consentByHand, consentByHandText } from "./consent-commands.ts";
import { jsonLines } from "./json-lines.ts";
import { blockWidth } from "./layout.ts";
import { clipped, pasteable, plain, plainJson } from "./plain.ts";
import { command as shellCommand } from "./shell.ts";

/** One step: what to do, and the command that does it where there is one. */
export interface PrintedStep {
  /** A sentence. */
  readonly text: string;
  /** A policy's statement to paste, as JSON; whole, and safe to print. */
  readonly block: string | undefined;
  /** For a shell; whole, and safe to print. */
  readonly command: string | undefined;
}

/** How the reader calls pullpass and AWS: the options that they gave, so that what is printed does the same. */
export interface CommandOptions {
  /** For pullpass: `--tag-prefix`, `other/`, … */
  readonly pullpass: readonly string[];
  /** For the AWS command line: `--profile`, `dev`. */
  readonly aws: readonly string[];
}

/** The reader gave none. */
export const noOptions: CommandOptions = { pullpass: [], aws: [] };

export function printedSteps(remedy: Remedy, options: CommandOptions = noOptions): readonly PrintedStep[] {
  return remedy.flatMap((step, i) => {
    if (step.kind === "consent") return printedConsent(step, options);
    const told = printed(step, options);
    return step.kind === "pullpass" && i > 0 ? { ...told, text: "Then pullpass repairs the rest." } : told;
  });
}

/** As lines of a mail: what is to be pasted is moved to the right, and a statement is a block. */
export function stepLines({ text, block, command }: PrintedStep): readonly string[] {
  return [
    plain(text),
    ...(block === undefined ? [] : jsonLines(block, blockWidth).map((line) => `  ${line}`)),
    ...(command === undefined ? [] : [`  ${command}`]),
  ];
}

/** All of it as running text. Where that is too long, without what is to be pasted: that is nowhere cut. */
export function remedyText(
  remedy: Remedy,
  options: CommandOptions = noOptions,
  charactersMax = Number.POSITIVE_INFINITY,
): string {
  const steps = printedSteps(remedy, options);
  const whole = running(steps);
  if (whole.length <= charactersMax) return whole;
  const texts = steps.map(({ text }) => text).join(" ");
  return `${clipped(texts, charactersMax - elsewhere.length - 1)} ${elsewhere}`;
}

const elsewhere = "What is to be pasted is too long for this place: pullpass explain shows it whole.";

function running(steps: readonly PrintedStep[]): string {
  return steps
    .map(({ text, block, command }) => {
      const parts = [block, command].filter((part) => part !== undefined);
      return parts.length === 0 ? text : `${text.replace(/\.$/, "")}: ${parts.join(" ")}`;
    })
    .join(" ");
}

function printed(step: Exclude<RemedyStep, { kind: "consent" }>, options: CommandOptions): PrintedStep {
  switch (step.kind) {
    case "statement":
      return {
        text: `Add this statement for ${roleName(step.role)} to ${placeName(step.place)}.`,
        block: plainJson(step.statement),
        command: undefined,
      };
    case "exclusion":
      return {
        text: `In ${placeName(step.place)}, give ${step.statement} this Condition, which excludes the role ${roleName(step.role)}; or give the project a role that it does not deny.`,
        block: plainJson(step.condition),
        command: undefined,
      };
    case "removal":
      return {
        text: `From ${placeName(step.place)}, remove the principal ${step.identity}, and statements that name no other: that identity is gone, and AWS stores no policy that names it.`,
        block: undefined,
        command: undefined,
      };
    case "member":
      return { text: memberText(step), block: undefined, command: undefined };
    case "pullpass":
      return {
        text: "pullpass repairs it.",
        block: undefined,
        command: shellCommand("pullpass", [
          step.command,
          step.project,
          "--region",
          step.region,
          ...options.pullpass,
        ]),
      };
    case "command":
      return {
        text: step.purpose,
        block: undefined,
        command: pasteable(withAwsOptions(step.command, options)),
      };
    case "advice":
      return { text: step.text, block: undefined, command: undefined };
    default:
      return step satisfies never;
  }
}

const placeNames = {
  role: "a policy of the role",
  boundary: "the permissions boundary of",
  "resource policy": "the resource policy of",
  "key policy": "the key policy of",
  "service control policy": "every level of the service control policies that lacks it",
  "trust policy": "the trust policy of",
} as const satisfies Record<PolicyPlace["layer"], string>;

function placeName({ layer, of }: PolicyPlace): string {
  if (of === "") return placeNames[layer];
  if (layer === "role") return `the role's policy ${of}`;
  if (layer === "service control policy") return `the service control policy ${of}`;
  return `${placeNames[layer]} ${of}`;
}

type ConsentStep = Extract<RemedyStep, { kind: "consent" }>;

function printedConsent(step: ConsentStep, { aws }: CommandOptions): readonly PrintedStep[] {
  const { why, secret, region, projects, tagPrefix } = step;
  return [
    { text: why, block: undefined, command: allowCommand(step, aws) },
    {
      text: consentByHandText(tagPrefix, projects),
      block: undefined,
      command: consentByHand({ secret, region, projects, tagPrefix }, aws),
    },
  ];
}

/** As CloudFormation and Terraform call them, too: that is where most projects are defined. */
const memberNames = {
  image: "image",
  credential: "registry credential",
  imagePullCredentialsType: "imagePullCredentialsType",
  serviceRole: "service role",
} as const satisfies Record<ProjectMember, string>;

function memberText({ project, member, value }: Extract<RemedyStep, { kind: "member" }>): string {
  const where = `of project ${project}, where the project is defined`;
  return value === undefined
    ? `Remove the ${memberNames[member]} ${where}.`
    : `Set the ${memberNames[member]} ${where}, to ${value}`;
}

function withAwsOptions(text: string, { aws }: CommandOptions): string {
  return aws.length === 0 ? text : shellCommand(text, aws);
}
