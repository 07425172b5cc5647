/** An audit as a page for people: one file that asks no network for anything, and runs nothing but its own script. */

import { createHash } from "node:crypto";
import type { AuditReport } from "@pullpass/audit";
import { type Mute, severities } from "@pullpass/core";
import { accountCauses } from "./account-causes.ts";
import { pageScript, pageStyle } from "./assets.ts";
import { embeddedData } from "./embedded-data.ts";
import { html, Markup, nothing } from "./markup.ts";
import { pageData } from "./page-data.ts";
import { picture } from "./picture/picture.ts";
import {
  type Audited,
  contents,
  countButtons,
  heading,
  muted,
  readersOfEverything,
  unknowns,
  unneededGrants,
} from "./sections.ts";
import { isBlind } from "./totals.ts";

export function auditHtml(report: AuditReport, mutes: readonly Mute[] = []): string {
  return accountsHtml({ reports: [report], unread: [], mutes });
}

/** Of several accounts, or one. */
export function accountsHtml(audited: Audited): string {
  const { reports } = audited;
  const accounts = reports.map(accountCauses);
  const numbers = reports.map(({ account }) => account).join(", ");
  const version = reports[0]?.version ?? "";
  const { lines, details } = pageData(accounts);
  const causes = lines.causes.length;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="pullpass ${version}">
<link rel="icon" href="${icon}">
<title>pullpass audit of ${reports.length === 1 ? "account" : "accounts"} ${numbers}</title>
<style>${new Markup(pageStyle())}</style>
</head>
<body>
<a class="skip" href="#projects">Skip to the projects</a>
${heading(audited)}
${contents(audited, causes)}
<main>
<section aria-labelledby="picture-heading"><h2 id="picture-heading">What keeps projects from pulling</h2>${isBlind(reports) ? html`<p>No project could be read.</p>` : picture(accounts)}</section>
${causes === 0 && isBlind(reports) ? nothing : causeSection(causes)}
<section aria-labelledby="counts-heading"><h2 id="counts-heading">Counts</h2>${countButtons(audited)}</section>
${projectSection(reports)}
${secretSection(audited)}
${unneededGrants(audited)}
${unknowns(audited)}
${muted(audited)}
</main>
<footer><p>pullpass ${version}. This file holds everything it shows; only links into the AWS console lead out of it.</p></footer>
<script type="application/octet-stream" id="lines">${new Markup(embeddedData(lines))}</script>
<script type="application/octet-stream" id="details">${new Markup(embeddedData(details))}</script>
<script type="module">${new Markup(pageScript())}</script>
</body>
</html>`;
  return page.text;
}

/** Nothing is fetched, framed or sent, and markup is never made of text. https://www.w3.org/TR/CSP3/ */
function policy(): string {
  return [
    "default-src 'none'",
    `script-src '${digest(pageScript())}'`,
    `style-src '${digest(pageStyle())}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Without one a browser would ask the page's host for it. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#0b5cad"/><path d="M8 3v7M5 7.5 8 10.5 11 7.5M4 13h8" fill="none" stroke="#fff" stroke-width="1.8"/></svg>',
)}`;

function causeSection(count: number): Markup {
  const about =
    count === 0
      ? html`<p>No project that was read needs anybody.</p>`
      : html`<p class="quiet">Each opens to what mends it and to its projects. A project with two troubles is where it is to be mended first.</p>
<noscript><p class="notice">The list of the causes needs JavaScript, which is off here. pullpass audit shows it in a terminal.</p></noscript>`;
  return html`<section id="causes" tabindex="-1" aria-labelledby="causes-heading"><h2 id="causes-heading">Causes</h2>
${about}
<ul id="cause-rows" class="rows" aria-label="Causes"></ul></section>`;
}

function projectSection(reports: readonly AuditReport[]): Markup {
  const projects = reports.flatMap((each) => each.projects);
  const regions = [...new Set(reports.flatMap((each) => each.regions))];
  const choices = severities.map(
    (severity) => html`<option value="${severity}">${severity} or worse</option>`,
  );
  const places = regions.map((region) => html`<option>${region}</option>`);
  return html`<section id="projects" tabindex="-1" aria-labelledby="projects-heading"><h2 id="projects-heading">Projects</h2>
<noscript><p class="notice">The list of the projects needs JavaScript, which is off here. pullpass audit --format csv has it too.</p></noscript>
<search${projects.length === 0 ? new Markup(" hidden") : nothing}><form id="filter" class="filter">
<p><label for="words">Search</label><input id="words" type="search" autocomplete="off" spellcheck="false" placeholder="name, image, role, secret, finding …"></p>
<p><label for="severity">Findings</label><select id="severity"><option value="">any or none</option>${choices}</select></p>
<p><label for="region">Region</label><select id="region"><option value="">all</option>${places}</select></p>
${accountChoice(reports)}
<p><button type="reset">Show all</button></p>
</form></search>
<p id="shown" role="status" aria-live="polite"></p>
<ul id="rows" class="rows" aria-label="Projects"></ul></section>`;
}

function accountChoice(reports: readonly AuditReport[]): Markup {
  if (reports.length === 1) return nothing;
  const choices = reports.map(({ account }) => html`<option>${account}</option>`);
  return html`<p><label for="account">Account</label><select id="account"><option value="">all</option>${choices}</select></p>`;
}

function secretSection(audited: Audited): Markup {
  const none = audited.reports.every(({ secrets }) => secrets.length === 0)
    ? html`<p>No secret that was seen is named by a project, or has a tag of consent.</p>`
    : nothing;
  return html`<section id="readers" aria-labelledby="secrets-heading"><h2 id="secrets-heading">Who can read the registry secrets</h2>
${readersOfEverything(audited)}${none}
<ul id="secrets" class="rows" aria-label="Secrets"></ul></section>`;
}
