/** The parts of the page that need no script. */
import { type AuditReport, nameOfSecret } from "@pullpass/audit";
import { type Mute, remedyText, roleName, severities } from "@pullpass/core";
import { filterWords } from "../../../audit/filter-words.ts";
import { muteText, targetText } from "../../mutes.ts";
import { consoleLink } from "./console-links.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { isBlind, totalOf } from "./totals.ts";
import { counted, kindWords, verdictOrder } from "./words.ts";

/** What a page is of: one account's audit, or several that were asked for together. */
export interface Audited {
  readonly reports: readonly AuditReport[];
  /** Accounts that were asked for, and could not be read. */
  readonly unread: readonly { readonly account: string; readonly why: string }[];
  readonly mutes: readonly Mute[];
}

export function heading({ reports, unread }: Audited): Markup {
  const missing = unread.map(({ account, why }) => `Account ${account} could not be read: ${why}`);
  return html`<header>
<p class="kind">pullpass audit</p>
<h1>${answer(reports)}</h1>
${facts(reports)}
${[...reports.flatMap(limits), ...missing].map((text) => html`<p class="notice">${text}</p>`)}
</header>`;
}

function facts(reports: readonly AuditReport[]): Markup {
  const numbers = reports.map(
    ({ account, partition }) => `${account}${partition === "aws" ? "" : ` (${partition})`}`,
  );
  const regions = [...new Set(reports.flatMap((each) => each.regions))];
  const callers = [...new Set(reports.map(({ caller }) => caller))];
  const finishedAt = reports
    .map((each) => each.finishedAt)
    .sort()
    .at(-1);
  if (finishedAt === undefined) return nothing;
  return html`<dl class="facts">
<div><dt>${numbers.length === 1 ? "Account" : "Accounts"}</dt><dd>${numbers.join(", ")}</dd></div>
<div><dt>${regions.length === 1 ? "Region" : "Regions"}</dt><dd>${regions.join(", ")}</dd></div>
<div><dt>Looked at</dt><dd><time datetime="${finishedAt}">${finishedAt.slice(0, 16).replace("T", " ")} UTC</time></dd></div>
<div><dt>As</dt>${callers.map((caller) => html`<dd><bdi>${caller}</bdi></dd>`)}</div>
</dl>`;
}

/** What the report is not of. */
function limits({ account, unread, scope, filter }: AuditReport, _: number, reports: readonly AuditReport[]) {
  const where = reports.length === 1 ? "" : ` of account ${account}`;
  return [
    ...(unread.length === 0 ? [] : [`Not one project${where} could be read in ${unread.join(", ")}.`]),
    ...(scope === "all" ? [] : [`Only the projects${where} that were named were looked at.`]),
    ...(filter === null
      ? []
      : [`Only what ${filterWords(filter).join(" ")} asks for${where} is shown and counted.`]),
  ];
}

/** What one wants to know first. */
function answer(reports: readonly AuditReport[]): string {
  const { verdicts, projects: looked } = totalOf(reports);
  const { fails, unknown, "no-registry": none } = verdicts;
  const all = looked - none;
  const projects = all === 1 ? "project" : "projects";
  if (isBlind(reports)) return "No project could be read";
  if (all === 0) return "No project pulls from a registry";
  if (fails > 0)
    return `${fails.toLocaleString("en")} of ${all.toLocaleString("en")} ${projects} cannot pull`;
  if (unknown > 0)
    return `It is unknown whether ${unknown.toLocaleString("en")} of ${all.toLocaleString("en")} ${projects} can pull`;
  return `Nothing that was read keeps ${counted(all, "project")} from pulling`;
}

/** The way to what stands below a long list. */
export function contents({ reports, mutes }: Audited, causes: number): Markup {
  const [unneeded, open] = [
    reports.flatMap((each) => each.unneeded),
    reports.flatMap((each) => each.unknowns),
  ];
  const parts = [
    ...(causes === 0 ? [] : [["causes", `Causes (${causes.toLocaleString("en")})`]]),
    ["projects", "Projects"],
    ["readers", "Who can read the secrets"],
    ...(unneeded.length === 0 ? [] : [["unneeded", `Unneeded grants (${unneeded.length})`]]),
    ...(open.length === 0 ? [] : [["unknowns", `Unknown (${open.length})`]]),
    ...(mutes.length === 0 ? [] : [["muted", `Muted (${mutes.length})`]]),
  ];
  const items = parts.map(([id = "", label = ""]) => html`<li><a href="#${id}">${label}</a></li>`);
  return html`<nav aria-label="Parts of this page"><ul class="contents">${items}</ul></nav>`;
}

/** Each count is the button that shows its projects only. */
export function countButtons({ reports }: Audited): Markup {
  const counts = totalOf(reports);
  const projects = reports.flatMap((each) => each.projects);
  const listed = new Set(projects.map(({ verdict }) => verdict));
  const buttons = verdictOrder.flatMap((verdict) => {
    const count = counts.verdicts[verdict];
    if (count === 0 && verdict !== "fails") return [];
    const { mark, label } = kindWords[verdict];
    const content = html`<span class="mark" aria-hidden="true">${mark}</span> <strong>${count.toLocaleString("en")}</strong> <span>${label}</span>`;
    return listed.has(verdict)
      ? [
          html`<li><button type="button" class="tile ${verdict}" data-verdict="${verdict}" aria-pressed="false">${content}</button></li>`,
        ]
      : [html`<li><div class="tile ${verdict}">${content}</div></li>`];
  });
  const found = severities.flatMap((severity) =>
    counts.findings[severity] === 0 ? [] : [`${counts.findings[severity].toLocaleString("en")} ${severity}`],
  );
  const sums = [
    counted(counts.projects, "project"),
    counted(counts.roles, "role"),
    counted(counts.secrets, "registry secret"),
    counts.unneeded === 0 ? "no unneeded grant" : counted(counts.unneeded, "unneeded grant"),
    found.length === 0 ? "no findings" : `findings: ${found.join(", ")}`,
  ];
  const hint =
    listed.size === 0 ? nothing : html`<p class="quiet hint">Choose a count to see only its projects.</p>`;
  const left = counts.projects - projects.length;
  const missing =
    left === 0
      ? nothing
      : html`<p class="quiet">Not listed: ${counted(left, "project")} with no need of a registry and no finding.</p>`;
  return html`<ul class="tiles">${buttons}</ul>
<p class="sums">${sums.join(" · ")}</p>${hint}${missing}`;
}

export function readersOfEverything({ reports }: Audited): Markup {
  const readers = reports.flatMap((each) => each.readersOfEverything);
  if (readers.length === 0) return nothing;
  const items = readers.map(
    ({ role, why }) =>
      html`<li>${linked(role, roleName(role))} <span class="quiet"><bdi>${why}</bdi></span></li>`,
  );
  const them = reports.length === 1 ? "every one of them" : "every one of their account";
  return html`<details class="plain"><summary>${counted(readers.length, "role")} can read ${them}</summary><ul>${items}</ul></details>`;
}

export function unneededGrants({ reports }: Audited): Markup {
  const items = reports.flatMap(({ unneeded, commandOptions }) =>
    unneeded.map(
      ({ role, region, secret, why, policy, finding }) =>
        html`<li><p>${linked(role, roleName(role))} may read ${linked(secret, nameOfSecret(secret))}
<span class="quiet">${region}, policy <bdi>${policy}</bdi></span></p><p><bdi>${why}</bdi></p><p class="remedy"><b>To do:</b> <bdi>${remedyText(finding.remedy, commandOptions)}</bdi></p></li>`,
    ),
  );
  if (items.length === 0) return nothing;
  return html`<section id="unneeded" aria-labelledby="unneeded-heading"><h2 id="unneeded-heading">Grants that nobody needs any more</h2><ul class="cards">${items}</ul></section>`;
}

export function unknowns({ reports }: Audited): Markup {
  const all = reports.flatMap((each) => each.unknowns);
  if (all.length === 0) return nothing;
  const items = all.map(
    ({ text, projects }) =>
      html`<li><bdi>${text}</bdi>${projects > 0 ? html` <span class="quiet">${counted(projects, "project")}</span>` : nothing}</li>`,
  );
  return html`<section id="unknowns" aria-labelledby="unknowns-heading"><h2 id="unknowns-heading">What could not be known</h2>
<p>The rest of the report holds without it.</p><ul class="cards">${items}</ul></section>`;
}

/** Whose messages are not sent for a while; the findings themselves are above, as all are. */
export function muted({ mutes }: Audited): Markup {
  if (mutes.length === 0) return nothing;
  const items = mutes.map(
    (mute) =>
      html`<li><bdi>${targetText(mute.target)}</bdi> <span class="quiet">${mute.region}, <bdi>${muteText(mute)}</bdi></span></li>`,
  );
  return html`<section id="muted" aria-labelledby="muted-heading"><h2 id="muted-heading">Muted</h2>
<p>No messages about findings of these are sent until then; they are on this page all the same.</p><ul class="cards">${items}</ul></section>`;
}

function linked(arn: string, name: string): Markup {
  const address = consoleLink(arn);
  if (address === undefined) return html`<bdi>${name}</bdi>`;
  return html`<a href="${address}" target="_blank" rel="noopener noreferrer"><bdi>${name}</bdi></a>`;
}
