import { at, linked } from "./data.js";
import { element, name } from "./element.js";
import { steps } from "./steps.js";

/** @typedef {import("../page-details.ts").ProjectDetails} ProjectDetails */
/** @typedef {import("../page-details.ts").PageDetails} PageDetails */
/** @typedef {import("@pullpass/core").Link} Link */

/**
 * What a project's line opens to: the one next thing to do, the chain, the findings.
 *
 * @param {ProjectDetails} project
 * @param {PageDetails} details
 * @returns {readonly Node[]}
 */
export function projectInside(project, { links, steps: names }) {
  const chain = project.chain.map((place) => {
    const link = at(links, place);
    return linkItem(link, names[link.step], project);
  });
  return [
    ...nextStep(project),
    element("h3", {}, "Chain"),
    element("ol", { class: "chain" }, ...chain),
    ...(project.findings.length === 0 ? [] : [element("h3", {}, "Findings")]),
    ...project.findings.map(finding),
  ];
}

/** @param {ProjectDetails} project */
function nextStep({ next }) {
  if (next.length === 0) return [];
  return [element("div", { class: "next" }, element("p", {}, element("b", {}, "Next")), ...steps(next))];
}

const stateWords = {
  allowed: { mark: "✔", label: "allowed" },
  denied: { mark: "✘", label: "denied" },
  unknown: { mark: "?", label: "unknown" },
  "not-needed": { mark: "–", label: "not needed" },
};

/**
 * @param {Link} link
 * @param {string} step its name
 * @param {ProjectDetails} project
 */
function linkItem(link, step, project) {
  const { mark, label } = stateWords[link.state];
  return element(
    "li",
    { class: link.state },
    element("span", { class: "state" }, element("span", { "aria-hidden": "true" }, mark), ` ${label}`),
    element("span", { class: "step" }, step),
    element(
      "div",
      { class: "said" },
      ...(link.what === ""
        ? []
        : [element("span", { class: "what" }, linked(link.what, arnAt(link, project)))]),
      element("span", { class: "reason" }, name(link.why)),
      ...link.by.map(statement),
    ),
  );
}

/**
 * What of the project stands at that place of the chain.
 *
 * @param {Link} link
 * @param {ProjectDetails} project
 */
function arnAt({ step, what }, { arn, role, secret, key }) {
  const known = { project: arn, role, secret, key };
  return step in known ? known[/** @type {keyof typeof known} */ (step)] : what;
}

/** @param {import("@pullpass/core").StatementRef} statement */
function statement({ action, effect, policy, number, sid, layer }) {
  const place = layer === "grant" ? "" : `, statement ${number}`;
  return element(
    "span",
    { class: "statement" },
    `${effect === "deny" ? "denies" : "allows"} ${action}: `,
    name(policy),
    place,
    ...(sid === null ? [] : [" (", name(sid), ")"]),
  );
}

/** @param {import("../page-details.ts").PageFinding} finding */
function finding({ rule, severity, title, evidence, remedy, mender }) {
  return element(
    "section",
    { class: "finding" },
    element("h4", {}, element("span", { class: `severity ${severity}` }, severity), " ", name(title)),
    element(
      "dl",
      {},
      ...evidence.map(([label, value]) =>
        element("div", {}, element("dt", {}, name(label)), element("dd", {}, name(value))),
      ),
    ),
    element("p", {}, element("b", {}, "To do"), ` (${mender})`),
    ...steps(remedy),
    element("p", { class: "quiet" }, `rule ${rule}`),
  );
}
