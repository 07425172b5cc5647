import { data } from "./data.js";
import { element, name } from "./element.js";

/**
 * A line that opens. What is inside is made when it is opened first.
 *
 * @param {string} kind the class that colours it
 * @param {readonly Node[]} line
 * @param {() => readonly Node[]} inside
 * @returns {HTMLElement}
 */
export function row(kind, line, inside) {
  const details = element("details", {}, element("summary", {}, ...line));
  details.addEventListener("toggle", () => details.append(element("div", { class: "inside" }, ...inside())), {
    once: true,
  });
  return element("li", { class: `row ${kind}` }, details);
}

/**
 * @param {import("../page-data.ts").PageProject} project
 * @returns {readonly Node[]}
 */
export function projectLine({ name: project, verdict, region, image, findings, next }) {
  const { mark, label } = data.words.verdicts[verdict];
  const [worst] = findings;
  const why = worst?.title ?? next[0]?.text ?? "";
  return [
    element("span", { class: "verdict" }, element("span", { "aria-hidden": "true" }, mark), ` ${label}`),
    element("span", { class: "name" }, name(project)),
    element("span", { class: "image" }, name(image)),
    element("span", { class: "region" }, region),
    ...(worst === undefined
      ? []
      : [element("span", { class: `severity ${worst.severity}` }, worst.severity)]),
    ...(why === "" ? [] : [element("span", { class: "why" }, name(why))]),
  ];
}
