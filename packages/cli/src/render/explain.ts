/** A project's chain as a tree. */
import {
  type AuditReport,
  type Link,
  type Override,
  type ProjectReport,
  plain,
  type Step,
  type Verdict,
} from "@pullpass/core";
import { findingLines } from "./finding.ts";
import { type Paint, paintFor } from "./palette.ts";

/** What is told of a build beside its chain. */
export interface BuildExplained {
  readonly id: string;
  readonly status: string;
  readonly provisioning: readonly string[];
  readonly overrides: readonly Override[];
  /** How the project pulls as it is now. */
  readonly projectNow: Verdict | "gone";
}

export function explainText(
  { projects, account }: AuditReport,
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
        ...project.findings.flatMap((finding) => ["", ...findingLines(finding, paint)]),
        "",
        ...nextLines(project, build, paint),
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
} as const satisfies Record<Verdict, string>;

function headline({ name, verdict }: ProjectReport, build: BuildExplained | undefined): string {
  const what = build === undefined ? `Project ${plain(name)}` : `Build ${plain(build.id)}`;
  return `${what} ${verdicts[verdict]}.`;
}

function buildLines(
  { status, provisioning, overrides, projectNow }: BuildExplained,
  paint: Paint,
): readonly string[] {
  return [
    `The build is ${plain(status)}.`,
    ...provisioning.map((words) => `  ${paint("dim", "AWS says:")} ${plain(words)}`),
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
  readonly step: Step;
  readonly children: readonly Branch[];
}

const leaf = (step: Step): Branch => ({ step, children: [] });

const tree: readonly Branch[] = [
  leaf("project"),
  { step: "image", children: [leaf("registry")] },
  {
    step: "credential",
    children: [
      {
        step: "secret",
        children: [
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
  links: ReadonlyMap<Step, Link>,
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
    `${paint("dim", indent)}${paint(colour, text)} ${paint("bold", labels[step])}${name}${paint("dim", `: ${plain(why)}`)}`,
    ...by.map(
      ({ action, effect, policy, number, sid, layer }) =>
        `${paint("dim", below)}    ${effect === "deny" ? paint("red", "denies") : "allows"} ${action}: ${plain(policy)}${
          layer === "grant" ? "" : `, statement ${number}${sid === null ? "" : ` (${plain(sid)})`}`
        }`,
    ),
  ];
}

const labels = {
  project: "project",
  image: "image",
  registry: "registry",
  credential: "credential",
  secret: "secret",
  consent: "consent",
  role: "role",
  "identity-policies": "identity policies",
  boundary: "permissions boundary",
  "service-control": "service control policies",
  "resource-policy": "resource policy",
  key: "key",
  "key-policy": "key policy",
  "key-grants": "key grants",
} as const satisfies Record<Step, string>;

/** A build that differs from a project which pulls needs its project's values, and nothing else. */
function nextLines(
  { next }: ProjectReport,
  build: BuildExplained | undefined,
  paint: Paint,
): readonly string[] {
  if (build !== undefined && build.overrides.length > 0 && build.projectNow === "pulls") {
    const what = build.overrides.map((override) => override.what).join(", ");
    return [`${paint("bold", "Next:")} start the build again without overriding ${what}.`];
  }
  if (next === null) return [`${paint("bold", "Next:")} nothing; all is well.`];
  return [
    `${paint("bold", "Next:")} ${plain(next.text)}`,
    ...(next.command === null ? [] : [`  ${paint("cyan", plain(next.command))}`]),
  ];
}
