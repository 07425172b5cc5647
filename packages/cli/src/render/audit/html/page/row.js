import { at, lines, unpackedDetails, whose } from "./data.js";
import { element, name } from "./element.js";
import { projectInside } from "./project.js";

/** @typedef {import("../page-details.ts").PageDetails} PageDetails */

/**
 * A line that opens. What is inside is made when it is opened first.
 *
 * @param {string} kind the class that colours it
 * @param {readonly Node[]} line
 * @param {(details: PageDetails) => readonly Node[]} inside
 * @returns {HTMLElement}
 */
export function row(kind, line, inside) {
  const details = element("details", {}, element("summary", {}, ...line));
  const fill = async () => {
    const made = inside(await unpackedDetails());
    details.append(element("div", { class: "inside" }, ...made));
  };
  details.addEventListener("toggle", fill, { once: true });
  return element("li", { class: `row ${kind}` }, details);
}

/** @param {number} index */
export function projectRow(index) {
  const project = at(lines.projects, index);
  return row(project.verdict, projectLine(project), (details) =>
    projectInside(at(details.projects, index), details),
  );
}

/** @param {import("../page-lines.ts").ProjectLine} project */
function projectLine({ name: project, verdict, region, image, severities, why, account }) {
  const { mark, label } = lines.words.kinds[verdict];
  const [worst] = severities;
  return [
    element("span", { class: "verdict" }, element("span", { "aria-hidden": "true" }, mark), ` ${label}`),
    element("span", { class: "name" }, name(project)),
    element("span", { class: "image" }, name(image)),
    element("span", { class: "region" }, [region, ...whose(account)].join(" ")),
    ...(worst === undefined ? [] : [element("span", { class: `severity ${worst}` }, worst)]),
    ...(why === "" ? [] : [element("span", { class: "why" }, name(why))]),
  ];
}
