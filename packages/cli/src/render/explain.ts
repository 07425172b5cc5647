/** A project's chain as a tree. */
import type { AuditReport, Override, ProjectReport } from "@pullpass/audit";
import {
  type ChainStep,
  type CommandOptions,
  type Link,
  meaningOf,
  type PullVerdict,
  plain,
  stepNames,
} from "@pullpass/core";
import { findingLines, remedyLines } from "./finding.ts";
import { type Paint, paintFor } from "./palette.ts";

/** What is told of a build beside its chain. */
export interface BuildExplained {
  readonly id: string;
  readonly status: string;
  readonly provisioning: readonly string[];
  readonly overrides: readonly Override[];
  /** How the project pulls as it is now. */
  readonly projectNow: PullVerdict | "gone";
}

export function explainText(
  { projects, account, commandOptions }: AuditReport,
  build: BuildExplained | undefined,
  look: { readonly colours: boolean },
): string {
  const paint = paintFor(look);
  return projects
    .map((project) =>
      [
        `${paint("bold", headline(project, build))} ${paint("dim", `${project.region}, account ${account}`)}`,
        ...(build === undefined ? [] : ["", ...buildLines(build, paint)]),
        "",
        ...treeLines(project.chain, paint),
        ...project.findings.flatMap((finding) => ["", ...findingLines(finding, commandOptions, paint)]),
        "",
        ...nextLines(project, build, commandOptions, paint),
      ].join("\n"),
    )
    .join("\n\n");
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

/** A build that differs from a project which pulls needs its project's values, and nothing else. */
function nextLines(
  { next, verdict }: ProjectReport,
  build: BuildExplained | undefined,
  options: CommandOptions,
  paint: Paint,
): readonly string[] {
  if (build !== undefined && build.overrides.length > 0 && build.projectNow === "pulls") {
    const what = build.overrides.map((override) => override.what).join(", ");
    return [`${paint("bold", "Next:")} start the build again without overriding ${what}.`];
  }
  const [first, ...more] = remedyLines(next, options, paint);
  if (first === undefined) {
    return verdict === "unknown" ? [] : [`${paint("bold", "Next:")} nothing to do.`];
  }
  return [`${paint("bold", "Next:")} ${first}`, ...more];
}
