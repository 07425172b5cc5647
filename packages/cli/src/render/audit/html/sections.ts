/** The parts of the page that need no script. */
import type { AuditReport } from "@pullpass/audit";
import { type Mute, remedyText, roleName, severities } from "@pullpass/core";
import { muteText, targetText } from "../../mutes.ts";
import { consoleLink } from "./console-links.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { counted, verdictOrder, verdictWords } from "./words.ts";

export function heading(report: AuditReport): Markup {
  const { account, partition, regions, caller, finishedAt, scope, unread } = report;
  const missing =
    unread.length === 0
      ? nothing
      : html`<p class="notice">Not one project could be read in ${unread.join(", ")}.</p>`;
  const part =
    scope === "all" ? nothing : html`<p class="notice">Only the projects that were named were looked at.</p>`;
  return html`<header>
<p class="kind">pullpass audit</p>
<h1>${answer(report)}</h1>
<dl class="facts">
<div><dt>Account</dt><dd>${account}${partition === "aws" ? "" : ` (${partition})`}</dd></div>
<div><dt>${regions.length === 1 ? "Region" : "Regions"}</dt><dd>${regions.join(", ")}</dd></div>
<div><dt>Looked at</dt><dd><time datetime="${finishedAt}">${finishedAt.slice(0, 16).replace("T", " ")} UTC</time></dd></div>
<div><dt>As</dt><dd><bdi>${caller}</bdi></dd></div>
</dl>
${missing}${part}
</header>`;
}

/** What one wants to know first. */
function answer({ counts, regions, unread }: AuditReport): string {
  const { fails, unknown, "no-registry": none } = counts.verdicts;
  const all = counts.projects - none;
  const projects = all === 1 ? "project" : "projects";
  if (unread.length === regions.length) return "No project could be read";
  if (all === 0) return "No project pulls from a registry";
  if (fails > 0)
    return `${fails.toLocaleString("en")} of ${all.toLocaleString("en")} ${projects} cannot pull`;
  if (unknown > 0)
    return `It is unknown whether ${unknown.toLocaleString("en")} of ${all.toLocaleString("en")} ${projects} can pull`;
  return `Nothing that was read keeps ${counted(all, "project")} from pulling`;
}

/** The way to what stands below a long list. */
export function contents({ unneeded, unknowns: open }: AuditReport, mutes: readonly Mute[]): Markup {
  const parts = [
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
export function countButtons({ counts, projects }: AuditReport): Markup {
  const listed = new Set(projects.map(({ verdict }) => verdict));
  const buttons = verdictOrder.flatMap((verdict) => {
    const count = counts.verdicts[verdict];
    if (count === 0 && verdict !== "fails") return [];
    const { mark, label } = verdictWords[verdict];
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
  return html`<ul class="tiles">${buttons}</ul>
<p class="sums">${sums.join(" · ")}</p>${hint}`;
}

export function readersOfEverything({ readersOfEverything: readers }: AuditReport): Markup {
  if (readers.length === 0) return nothing;
  const items = readers.map(
    ({ role, why }) =>
      html`<li>${linked(role, roleName(role))} <span class="quiet"><bdi>${why}</bdi></span></li>`,
  );
  return html`<details class="plain"><summary>${counted(readers.length, "role")} can read every one of them</summary><ul>${items}</ul></details>`;
}

export function unneededGrants({ unneeded, commandOptions }: AuditReport): Markup {
  if (unneeded.length === 0) return nothing;
  const items = unneeded.map(
    ({
      role,
      region,
      secret,
      why,
      policy,
      finding,
    }) => html`<li><p>${linked(role, roleName(role))} may read ${linked(secret, secret)}
<span class="quiet">${region}, policy <bdi>${policy}</bdi></span></p><p><bdi>${why}</bdi></p><p class="remedy"><b>To do:</b> <bdi>${remedyText(finding.remedy, commandOptions)}</bdi></p></li>`,
  );
  return html`<section id="unneeded" aria-labelledby="unneeded-heading"><h2 id="unneeded-heading">Grants that nobody needs any more</h2><ul class="cards">${items}</ul></section>`;
}

export function unknowns({ unknowns: all }: AuditReport): Markup {
  if (all.length === 0) return nothing;
  const items = all.map(
    ({ text, projects }) =>
      html`<li><bdi>${text}</bdi>${projects > 0 ? html` <span class="quiet">${counted(projects, "project")}</span>` : nothing}</li>`,
  );
  return html`<section id="unknowns" aria-labelledby="unknowns-heading"><h2 id="unknowns-heading">What could not be known</h2>
<p>The rest of the report holds without it.</p><ul class="cards">${items}</ul></section>`;
}

/** Whose messages are not sent for a while; the findings themselves are above, as all are. */
export function muted(mutes: readonly Mute[]): Markup {
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
