/** The picture: secrets, why their projects cannot pull, and the outcome as a flow; and the same as a table. */
import { plain } from "@pullpass/core";
import type { AccountCauses } from "../account-causes.ts";
import { html, type Markup, nothing } from "../markup.ts";
import { counted, kindWords, verdictOrder } from "../words.ts";
import type { FlowNode } from "./columns.ts";
import { type Flow, flowOf } from "./flow.ts";
import { type Box, layoutOf, places, type Ribbon } from "./layout.ts";
import { leftOut, narrowTable, wideTable } from "./table.ts";

/** Where the page is narrow, its table is shown instead. */
export function picture(accounts: readonly AccountCauses[]): Markup {
  const flow = flowOf(accounts);
  if (flow.ways.length === 0) return html`<p>No project pulls from a registry.</p>`;
  const { width, height, boxes, ribbons } = layoutOf(flow);
  return html`<figure>
<svg id="picture" viewBox="-1 -30 ${width + 2} ${height + 31}" role="img" aria-labelledby="picture-title picture-words">
<title id="picture-title">What keeps projects from pulling with which secrets, who acts, and the outcome</title>
<desc id="picture-words">${wordsOf(flow)}</desc>
<g aria-hidden="true">
<text class="column" x="${places.secrets.x}" y="-12">Secret</text>
<text class="column" x="${places.reasons.x}" y="-12">Why, and who acts</text>
<text class="column" x="${places.outcomes.x}" y="-12">Outcome</text>
${patterns}
${ribbons.map((ribbon) => ribbonShape(ribbon, boxes))}
${boxes.map(boxShape)}
</g>
</svg>
${legend(flow)}
${wideTable(flow)}
${narrowTable(flow)}
${leftOut(flow)}
</figure>`;
}

function wordsOf({ secrets, reasons, ways }: Flow): string {
  const counts = verdictOrder.flatMap((verdict) => {
    const count = countOf(ways.filter(({ outcome }) => outcome === verdict));
    return count === 0 ? [] : [`${count} ${kindWords[verdict].label}`];
  });
  const sides = `${counted(secrets.nodes.length, "secret")} and ${counted(reasons.nodes.length, "reason")} or groups of them`;
  return `${counted(countOf(ways), "project")}: ${counts.join(", ")}; by ${sides}. The table below says the same.`;
}

function countOf(ways: Flow["ways"]): number {
  return ways.reduce((sum, { count }) => sum + count, 0);
}

/** So that a ribbon's state is not told by its colour alone: what fails is hatched, what is unknown is dotted. */
const patterns = html`<defs>
<pattern id="hatched" class="fails" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground" width="8" height="8"/><rect class="figure" width="2" height="8"/></pattern>
<pattern id="dotted" class="unknown" width="9" height="9" patternUnits="userSpaceOnUse"><rect class="ground" width="9" height="9"/><circle class="figure" cx="4.5" cy="4.5" r="1.5"/></pattern>
</defs>`;

function ribbonShape({ verdict, from, to, count, d }: Ribbon, boxes: readonly Box[]): Markup {
  const words = `${from.node.label} → ${to.node.label}: ${counted(count, "project")}, ${kindWords[verdict].label}`;
  return html`<path class="ribbon ${verdict}" data-from="${boxes.indexOf(from)}" data-to="${boxes.indexOf(to)}" d="${d}"><title>${words}</title></path>`;
}

/** With who acts, or whose it is, on a line of its own where that is said. */
function boxShape({ node, x, y, width, height }: Box, place: number): Markup {
  const { label, who, count, worst, kind = worst, sought } = node;
  const middle = y + height / 2;
  const isReason = x === places.reasons.x;
  const projects = counted(count, "project");
  const below = isReason ? [projects, ...(who === undefined ? [] : [who])].join(" · ") : who;
  const line = below === undefined ? middle : middle - 8;
  const to = sought === undefined ? nothing : html` data-${sought.kind}="${sought.value}"`;
  return html`<g class="node ${kind}" data-node="${place}"${to}><title>${label}: ${projects}</title>
<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>
<rect class="edge" x="${x}" y="${y}" width="5" height="${height}" rx="2.5"/>
<text class="mark" x="${x + 14}" y="${line}">${kindWords[kind].mark}</text>
<text class="label" x="${x + 32}" y="${line}">${isReason ? beginning(node) : bothEnds(node)}</text>
${below === undefined ? nothing : html`<text class="below" x="${x + 32}" y="${middle + 10}">${below}</text>`}
${isReason ? nothing : html`<text class="count" x="${x + width - 10}" y="${middle}">${count.toLocaleString("en")}</text>`}</g>`;
}

const sentenceMax = 61;

function beginning({ label }: FlowNode): string {
  const characters = [...plain(label)];
  return characters.length <= sentenceMax ? label : `${characters.slice(0, sentenceMax - 1).join("")}…`;
}

const nameMax = 20;

/** Names that begin alike differ at their ends. */
function bothEnds({ label }: FlowNode): string {
  const characters = [...plain(label)];
  if (characters.length <= nameMax) return label;
  const half = Math.floor((nameMax - 1) / 2);
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}

function legend({ outcomes }: Flow): Markup {
  const items = outcomes.nodes.map(
    ({ worst }) =>
      html`<li class="${worst}"><span class="swatch" aria-hidden="true">${kindWords[worst].mark}</span>${kindWords[worst].label}</li>`,
  );
  return html`<figcaption><ul class="legend" aria-label="Colours">${items}</ul></figcaption>`;
}
