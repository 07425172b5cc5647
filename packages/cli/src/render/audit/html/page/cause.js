import { at, lines, whose } from "./data.js";
import { counted, element, name } from "./element.js";
import { projectRow, row } from "./row.js";
import { rowList } from "./rows.js";
import { copyBlock, steps } from "./steps.js";

/** @typedef {import("../page-lines.ts").CauseLine} CauseLine */

/** @param {number} index */
export function causeRow(index) {
  const cause = at(lines.causes, index);
  return row(cause.kind, causeLine(cause), ({ causes }) => causeInside(cause, at(causes, index)));
}

/** @param {CauseLine} cause */
function causeLine({ kind, title, about, who, severity, projects, account }) {
  const { mark, label } = lines.words.kinds[kind];
  const facts = [...about, ...whose(account)].join("; ");
  return [
    element(
      "span",
      { class: "verdict" },
      element("span", { "aria-hidden": "true" }, mark),
      ` ${counted(projects.length, "project")}`,
    ),
    element("span", { class: "name" }, name(title)),
    element("span", { class: "who" }, who),
    element("span", { class: severity === null ? "quiet" : `severity ${severity}` }, severity ?? label),
    ...(facts === "" ? [] : [element("span", { class: "why" }, name(facts))]),
  ];
}

/**
 * What a cause opens to: what mends all of them, and its projects.
 *
 * @param {CauseLine} cause
 * @param {import("../page-details.ts").CauseDetails} details
 */
function causeInside({ who, projects }, { isFor, steps: printed, command }) {
  const list = element("ul", { class: "rows", "aria-label": "Projects with this cause" });
  const lists = element("div", {}, list);
  rowList(list, projectRow).show(projects);
  const whom = isFor === null ? [] : [" For ", name(isFor), ", and so for each of the others:"];
  return [
    element(
      "div",
      { class: "next" },
      element("p", {}, element("b", {}, "To do"), ` (${who}).`, ...whom),
      ...steps(printed),
    ),
    element("h3", {}, counted(projects.length, "project")),
    lists,
    element("p", { class: "quiet" }, "These alone, in a terminal:"),
    copyBlock(command),
  ];
}
