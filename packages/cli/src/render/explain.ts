/** A project's chain as a tree. */
import type { AuditReport, Override, ProjectReport } from "@pullpass/audit";
import {
  type ChainStep,
  type CommandOptions,
  covers,
  type Link,
  type Mute,
  meaningOf,
  type PullVerdict,
  plain,
  stepNames,
} from "@pullpass/core";
import { decidingCause } from "@pullpass/core/parts";
import { findingLines, remedyLines } from "./finding.ts";
import { muteText } from "./mutes.ts";
import { type Paint, paintFor } from "./palette.ts";
import { shortenedArns, withShortNames } from "./short-names.ts";

/** What is told of a build beside its chain. */
export interface BuildExplained {
  readonly id: string;
  readonly status: string;
  readonly provisioning: readonly string[];
  readonly overrides: readonly Override[];
  /** How the project pulls as it is now. */
  readonly projectNow: PullVerdict | "gone";
}

/** What matters first: the verdict, why, and the one next thing to do. Then all of the chain, and what the short names stand for. */
export function explainText(
  { projects, account, commandOptions }: AuditReport,
  build: BuildExplained | undefined,
  look: { readonly colours: boolean; readonly width?: number },
  mutes: readonly Mute[] = [],
): string {
  const paint = paintFor(look);
  return projects.map((project) => explained(project).join("\n")).join("\n\n");

  function explained(project: ProjectReport): readonly string[] {
    const chain = treeLines(project.chain, paint);
    const shortened = [
      ...chain,
      ...project.findings.flatMap(({ title, evidence }) => [title, ...evidence.map(([, value]) => value)]),
    ];
    const arns = shortenedArns(shortened.join("\n"), account);
    return [
      `${paint("bold", headline(project, build))} ${paint("dim", `${project.region}, account ${account}`)}`,
      ...(build === undefined ? [] : ["", ...buildLines(build, paint)]),
      "",
      ...whyLines(project, paint).map((line) => withShortNames(line, account)),
      ...nextLines(project, build, commandOptions, { paint, width: look.width }),
      "",
      ...chain.map((line) => withShortNames(line, account)),
      ...project.findings.flatMap((finding) => [
        "",
        ...findingLines(finding, commandOptions, paint, look.width),
        ...mutes
          .filter((mute) => covers(mute, finding))
          .map((mute) => `      muted: no messages ${muteText(mute)}`),
      ]),
      ...(arns.length === 0 ? [] : ["", paint("bold", "In full"), ...arns.map((arn) => `  ${plain(arn)}`)]),
    ];
  }
}

const verdicts = {
  pulls: "can pull its image",
  fails: "cannot pull its image",
  unknown: "may or may not be able to pull its image",
  anonymous: "pulls its image without a credential",
  "no-registry": "needs no registry",
} as const satisfies Record<PullVerdict, string>;

function headline({ name, verdict, unseen }: ProjectReport, build: BuildExplained | undefined): string {
  const what = build === undefined ? `Project ${plain(name)}` : `Build ${plain(build.id)}`;
  const limits =
    verdict === "pulls" && unseen.length > 0
      ? `, as far as can be seen without reading the ${unseen.map((step) => stepNames[step]).join(" and the ")}`
      : "";
  return `${what} ${verdicts[verdict]}${limits}.`;
}

function buildLines(
  { status, provisioning, overrides, projectNow }: BuildExplained,
  paint: Paint,
): readonly string[] {
  return [
    `The build is ${plain(status)}.`,
    ...provisioning.flatMap((words) => [
      `  ${paint("dim", "AWS says:")} ${plain(words)}`,
      ...meaningOf(words).map(({ message }) => `  ${paint("dim", "It means:")} ${message.means}`),
    ]),
    ...(overrides.length === 0
      ? ["It ran as the project is now."]
      : [
          "It differs from the project as it is now (StartBuild overrode it, or the project was changed since):",
        ]),
    ...overrides.flatMap(({ what, inBuild, inProject }) => [
      `  ${what}`,
      paint("red", `    build    ${plain(inBuild)}`),
      paint("green", `    project  ${plain(inProject)}`),
    ]),
    ...(projectNow === "gone"
      ? ["The project is gone."]
      : overrides.length > 0
        ? [`The project as it is now ${verdicts[projectNow]}.`]
        : []),
  ];
}

/** Which link hangs on which. */
interface Branch {
  readonly step: ChainStep;
  readonly children: readonly Branch[];
}

const leaf = (step: ChainStep): Branch => ({ step, children: [] });

const tree: readonly Branch[] = [
  leaf("project"),
  { step: "image", children: [leaf("registry")] },
  {
    step: "credential",
    children: [
      {
        step: "secret",
        children: [
          leaf("value"),
          leaf("consent"),
          leaf("resource-policy"),
          { step: "key", children: [leaf("key-policy"), leaf("key-grants")] },
        ],
      },
    ],
  },
  { step: "role", children: [leaf("identity-policies"), leaf("boundary"), leaf("service-control")] },
];

function treeLines(chain: readonly Link[], paint: Paint): readonly string[] {
  const links = new Map(chain.map((each) => [each.step, each]));
  return branchLines(tree, links, "", paint);
}

function branchLines(
  branches: readonly Branch[],
  links: ReadonlyMap<ChainStep, Link>,
  indent: string,
  paint: Paint,
): readonly string[] {
  return branches.flatMap(({ step, children }, index) => {
    const isLast = index === branches.length - 1;
    const link = links.get(step);
    const below = `${indent}${isLast ? "   " : "│  "}`;
    return [
      ...(link === undefined ? [] : linkLines(link, `${indent}${isLast ? "└─ " : "├─ "}`, below, paint)),
      ...branchLines(children, links, below, paint),
    ];
  });
}

const marks = {
  allowed: { text: "✔", colour: "green" },
  denied: { text: "✘", colour: "red" },
  unknown: { text: "?", colour: "yellow" },
  "not-needed": { text: "–", colour: "dim" },
} as const satisfies Record<Link["state"], { text: string; colour: Parameters<Paint>[0] }>;

function linkLines(
  { step, state, what, why, by }: Link,
  indent: string,
  below: string,
  paint: Paint,
): readonly string[] {
  const { text, colour } = marks[state];
  const name = what === "" ? "" : ` ${plain(what)}`;
  return [
    `${paint("dim", indent)}${paint(colour, text)} ${paint("bold", stepNames[step])}${name}${paint("dim", `: ${plain(why)}`)}`,
    ...by.map(
      ({ action, effect, policy, number, sid, layer }) =>
        `${paint("dim", below)}    ${effect === "deny" ? paint("red", "denies") : "allows"} ${action}: ${plain(policy)}${
          layer === "grant" ? "" : `, statement ${number}${sid === null ? "" : ` (${plain(sid)})`}`
        }`,
    ),
  ];
}

/** What decides it. */
function whyLines(
  { verdict, chain, findings, hangsOn, unseen }: ProjectReport,
  paint: Paint,
): readonly string[] {
  const cause = decidingCause({ verdict, chain, findings, hangsOn, unseen });
  if (cause === undefined) return [];
  if (cause.kind === "finding") return [`${paint("bold", "Why:")} ${plain(cause.finding.title)}`];
  const { step, why } = cause.link;
  return [`${paint("bold", "Not known:")} ${stepNames[step]}: ${plain(why)}`];
}

/** A build that differs from a project which pulls needs its project's values, and nothing else. */
function nextLines(
  { next, verdict, findings }: ProjectReport,
  build: BuildExplained | undefined,
  options: CommandOptions,
  { paint, width }: { readonly paint: Paint; readonly width: number | undefined },
): readonly string[] {
  if (build !== undefined && build.overrides.length > 0 && build.projectNow === "pulls") {
    const what = build.overrides.map((override) => override.what).join(", ");
    return [`${paint("bold", "Next:")} start the build again without overriding ${what}.`];
  }
  const [first, ...more] = remedyLines(next, options, paint, width);
  if (first === undefined) {
    return verdict === "unknown" ? [] : [`${paint("bold", "Next:")} nothing to do.`];
  }
  const said = JSON.stringify(next);
  const mender = findings.find(({ remedy }) => JSON.stringify(remedy) === said)?.mender;
  const who = mender === undefined || mender === "pullpass" ? "" : ` (${mender})`;
  return [`${paint("bold", `Next${who}:`)} ${first}`, ...more];
}
