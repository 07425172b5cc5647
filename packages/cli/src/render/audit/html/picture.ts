/** The picture: secrets, roles and projects as a flow, coloured by what the pulls come to, and the same as a table. */
import type { AuditReport } from "@pullpass/audit";
import { plain } from "@pullpass/core";
import type { FlowNode } from "./columns.ts";
import { type Flow, flowOf } from "./flow.ts";
import { type Box, layoutOf, type Ribbon } from "./layout.ts";
import { html, type Markup, nothing } from "./markup.ts";
import { counted, verdictOrder, verdictWords } from "./words.ts";

export function picture(report: AuditReport): Markup {
  const flow = flowOf(report);
  if (flow.ways.length === 0) return html`<p>No project pulls from a registry.</p>`;
  const { width, height, boxWidth, boxes, ribbons } = layoutOf(flow);
  const [secrets, roles, projects] = [0, (width - boxWidth) / 2, width - boxWidth];
  return html`<figure>
<div class="scroll" tabindex="0" role="group" aria-label="Picture; scrolls sideways where it is wider than the page">
<svg id="picture" viewBox="-1 -30 ${width + 2} ${height + 31}" role="img" aria-labelledby="picture-title picture-words">
<title id="picture-title">Which secrets reach which projects through which roles</title>
<desc id="picture-words">${wordsOf(flow)}</desc>
<g aria-hidden="true">
<text class="column" x="${secrets}" y="-12">Secrets</text>
<text class="column" x="${roles}" y="-12">Roles</text>
<text class="column" x="${projects}" y="-12">Projects</text>
${patterns}
${ribbons.map((ribbon) => ribbonShape(ribbon, boxes))}
${boxes.map((box, place) => boxShape(box, place, boxWidth))}
</g>
</svg>
</div>
${legend(flow)}
${table(flow)}
</figure>`;
}

function wordsOf({ secrets, roles, ways }: Flow): string {
  const counts = verdictOrder.flatMap((verdict) => {
    const count = countOf(ways.filter((way) => way.verdict === verdict));
    return count === 0 ? [] : [`${count} ${verdictWords[verdict].label}`];
  });
  const sides = `${counted(secrets.length, "secret")} and ${counted(roles.length, "role")} or groups of them`;
  return `${counted(countOf(ways), "project")} of a registry: ${counts.join(", ")}; through ${sides}. The table below says the same.`;
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
  const words = `${from.node.label} → ${to.node.label}: ${counted(count, "project")}, ${verdictWords[verdict].label}`;
  return html`<path class="ribbon ${verdict}" data-from="${boxes.indexOf(from)}" data-to="${boxes.indexOf(to)}" d="${d}"><title>${words}</title></path>`;
}

const charactersMax = 28;

function boxShape({ node, x, y, height }: Box, place: number, width: number): Markup {
  const middle = y + height / 2;
  const count =
    node.count === 1
      ? nothing
      : html`<text class="count" x="${x + width - 10}" y="${middle}">${node.count.toLocaleString("en")}</text>`;
  const words = node.words === null ? nothing : html` data-words="${node.words}"`;
  return html`<g class="node ${node.worst}" data-node="${place}"${words}><title>${node.label}: ${counted(node.count, "project")}</title>
<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>
<rect class="edge" x="${x}" y="${y}" width="5" height="${height}" rx="2.5"/>
<text class="mark" x="${x + 14}" y="${middle}">${verdictWords[node.worst].mark}</text>
<text class="label" x="${x + 32}" y="${middle}">${shortLabel(node)}</text>${count}</g>`;
}

/** Names that begin alike differ at their ends. */
function shortLabel({ label, count }: FlowNode): string {
  const room = charactersMax - (count === 1 ? 0 : 6);
  const characters = [...plain(label)];
  if (characters.length <= room) return label;
  const half = Math.floor((room - 1) / 2);
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}

function legend({ ways }: Flow): Markup {
  const shown = verdictOrder.filter((verdict) => ways.some((way) => way.verdict === verdict));
  const items = shown.map(
    (verdict) =>
      html`<li class="${verdict}"><span class="swatch" aria-hidden="true">${verdictWords[verdict].mark}</span>${verdictWords[verdict].label}</li>`,
  );
  return html`<figcaption><ul class="legend" aria-label="Colours">${items}</ul></figcaption>`;
}

function table({ secrets, roles, projects, ways }: Flow): Markup {
  const labels = (nodes: readonly FlowNode[]) => new Map(nodes.map(({ id, label }) => [id, label]));
  const [secretLabels, roleLabels, projectLabels] = [labels(secrets), labels(roles), labels(projects)];
  const rows = ways.map(
    ({ secret, role, project, verdict, count }) => html`<tr class="${verdict}">
<td><bdi>${secretLabels.get(secret) ?? ""}</bdi></td><td><bdi>${roleLabels.get(role) ?? ""}</bdi></td>
<td><bdi>${projectLabels.get(project) ?? ""}</bdi></td><td class="verdict">${verdictWords[verdict].label}</td><td class="number">${count}</td></tr>`,
  );
  return html`<details class="as-table"><summary>The picture as a table</summary>
<div class="scroll" tabindex="0" role="group" aria-label="The picture as a table"><table>
<thead><tr><th scope="col">secret</th><th scope="col">role</th><th scope="col">project</th><th scope="col">verdict</th><th scope="col" class="number">projects</th></tr></thead>
<tbody>
${rows}
</tbody></table></div></details>`;
}
