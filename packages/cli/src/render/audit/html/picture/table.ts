/** The picture as a table, and what neither has. */
import { html, type Markup, nothing } from "../markup.ts";
import { counted } from "../words.ts";
import type { Column, FlowNode } from "./columns.ts";
import type { Flow } from "./flow.ts";

/** Beside the picture, to be opened. */
export function wideTable(flow: Flow): Markup {
  return html`<details class="as-table"><summary>The picture as a table</summary>
<div class="scroll" tabindex="0" role="group" aria-label="The picture as a table"><table>
<thead><tr><th scope="col">secret</th><th scope="col">why</th><th scope="col">who acts</th><th scope="col">outcome</th><th scope="col" class="number">projects</th></tr></thead>
<tbody>
${rowsOf(flow).map(
  ({ secret, reason, outcome, count }) => html`<tr class="${outcome.worst}">
<td><bdi>${[secret.label, secret.who ?? ""].join(" ").trim()}</bdi></td><td><bdi>${reason.label}</bdi></td><td>${reason.who ?? "–"}</td><td class="verdict">${outcome.label}</td><td class="number">${count.toLocaleString("en")}</td></tr>`,
)}
</tbody></table></div></details>`;
}

/** Instead of the picture, in two columns. */
export function narrowTable(flow: Flow): Markup {
  return html`<table class="narrow"><caption>By cause</caption>
<thead><tr><th scope="col">why, who acts, secret</th><th scope="col">projects</th></tr></thead>
<tbody>
${rowsOf(flow).map(
  ({ secret, reason, outcome, count }) => html`<tr class="${outcome.worst}">
<td><bdi>${reason.label}</bdi>${reason.who === undefined ? nothing : html`<span class="quiet fact">${reason.who}</span>`}<span class="quiet fact"><bdi>${[secret.label, secret.who ?? ""].join(" ").trim()}</bdi></span></td><td class="verdict">${count.toLocaleString("en")} ${outcome.label}</td></tr>`,
)}
</tbody></table>`;
}

interface Row {
  readonly secret: FlowNode;
  readonly reason: FlowNode;
  readonly outcome: FlowNode;
  readonly count: number;
}

/** In the order of the picture, by reason. */
function rowsOf({ secrets, reasons, outcomes, ways }: Flow): readonly Row[] {
  const place = ({ nodes }: Column, id: string) => nodes.findIndex((node) => node.id === id);
  const rows = ways.flatMap((way) => {
    const [at, why] = [place(secrets, way.secret), place(reasons, way.reason)];
    const [secret, reason] = [secrets.nodes[at], reasons.nodes[why]];
    const outcome = outcomes.nodes[place(outcomes, way.outcome)];
    if (secret === undefined || reason === undefined || outcome === undefined) return [];
    return [{ secret, reason, outcome, count: way.count, at, why }];
  });
  return rows.sort((one, other) => one.why - other.why || one.at - other.at);
}

/** What is shown together for lack of room, and which projects are not shown at all. */
export function leftOut({ secrets, reasons, left }: Flow): Markup {
  const together = [
    ...(reasons.together > 0 ? [counted(reasons.together, "cause")] : []),
    ...(secrets.together > 0 ? [counted(secrets.together, "secret")] : []),
  ];
  const sentences = [
    ...(together.length > 0
      ? [`Shown together for lack of room: ${together.join(" and ")}. Each is in the lists below.`]
      : []),
    ...(left > 0
      ? [`Not shown: ${counted(left, "project")} with no need of a registry and no finding.`]
      : []),
  ];
  return sentences.length === 0 ? nothing : html`<p class="quiet left-out">${sentences.join(" ")}</p>`;
}
