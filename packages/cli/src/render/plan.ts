/** Plans as a diff: what would be added, taken away and rewritten, role by role. */
import { type Change, type CommandOptions, type Plan, plain, readersName, roleName } from "@pullpass/core";
import { counted } from "./counted.ts";
import { findingLines } from "./finding.ts";
import { type Appearance, type Paint, paintFor } from "./palette.ts";

/** Roles of which there is nothing to say are left out. */
export function planText(plans: readonly Plan[], options: CommandOptions, look: Appearance): string {
  const paint = paintFor(look);
  const told = plans
    .filter(isWorthTelling)
    .map((each) => roleLines(each, options, paint, look.width).join("\n"));
  return [...told, summary(plans, paint)].join("\n\n");
}

/** `1 grant, 2 revocations` */
export function countedChanges(changes: readonly Pick<Change, "kind">[]): string {
  const kinds = ["grant", "revocation", "restoration", "normalization", "retry"] as const;
  const parts = kinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [counted(count, kind)];
  });
  return parts.join(", ");
}

function isWorthTelling({ changes, findings, unknowns }: Plan): boolean {
  return changes.length + findings.length + unknowns.length > 0;
}

function roleLines(
  { work, changes, findings, unknowns }: Plan,
  options: CommandOptions,
  paint: Paint,
  width: number | undefined,
): readonly string[] {
  return [
    `${paint("bold", `role ${plain(roleName(work.role))}`)} ${paint("dim", `in ${work.region}`)}`,
    ...changes.flatMap((change) => changeLines(change, paint)),
    ...findings.flatMap((finding) => findingLines(finding, options, paint, width)),
    ...unknowns.flatMap((unknown) => [`  ${paint("yellow", "? unknown")}  ${plain(unknown)}`]),
  ];
}

export function changeLines(change: Change, paint: Paint): readonly string[] {
  const why = `      ${paint("dim", plain(change.reason))}`;
  const row = (sign: "+" | "-", text: string) =>
    paint(sign === "+" ? "green" : "red", `    ${sign} ${plain(text)}`);
  switch (change.kind) {
    case "grant":
      return [`  grant`, ...permissions(change.grant).map((each) => row("+", each)), why];
    case "revocation":
      return [`  revocation`, ...permissions(change.grant).map((each) => row("-", each)), why];
    case "restoration":
      return [`  policy`, row("-", `${change.policyName}, all of it`), why];
    case "retry":
      return [`  build`, row("+", `${change.build}, started again`), why];
    case "normalization": {
      const { project, before, after, managedBy } = change;
      const drift = `      ${paint("yellow", `The stack ${plain(managedBy ?? "")} manages this project: change its template too.`)}`;
      const rows = [
        ["credential", before.credential, after.credential],
        ["pull type ", before.pullCredentials, after.pullCredentials],
      ].filter(([, from, to]) => from !== to);
      return [
        `  project ${plain(project)}`,
        ...rows.flatMap(([label, from, to]) => [row("-", `${label}  ${from}`), row("+", `${label}  ${to}`)]),
        why,
        ...(managedBy === undefined ? [] : [drift]),
      ];
    }
    default:
      return change satisfies never;
  }
}

function permissions({ secret, key, bound }: Extract<Change, { kind: "grant" }>["grant"]): readonly string[] {
  const read = `secretsmanager:GetSecretValue on ${secret}, for ${readersName(bound)}`;
  return key === undefined ? [read] : [read, `kms:Decrypt with ${key}, for that secret only`];
}

function summary(plans: readonly Plan[], paint: Paint): string {
  const changes = countedChanges(plans.flatMap((each) => each.changes));
  const findings = plans.flatMap((each) => each.findings).length;
  const unknowns = plans.flatMap((each) => each.unknowns).length;
  const parts = [
    changes === "" ? "Nothing to change" : `To change: ${changes}`,
    ...(findings === 0 ? [] : [`${findings} ${findings === 1 ? "finding" : "findings"}`]),
    ...(unknowns === 0 ? [] : [`${unknowns} unknown`]),
  ];
  const roles = plans.length === 1 ? "1 role" : `${plans.length} roles`;
  return `${paint("bold", `${parts.join("; ")}.`)} ${paint("dim", `Looked at ${roles}.`)}`;
}
