import { data, linked } from "./data.js";
import { element, name } from "./element.js";

/** @typedef {import("../page-data.ts").PageProject} PageProject */
/** @typedef {import("@pullpass/core").Link} Link */

/**
 * What a project's line opens to: the one next thing to do, the chain, the findings.
 *
 * @param {PageProject} project
 * @returns {readonly Node[]}
 */
export function projectInside(project) {
  return [
    ...nextStep(project),
    element("h3", {}, "Chain"),
    element("ol", { class: "chain" }, ...project.chain.map((place) => linkItem(data.links[place], project))),
    ...(project.findings.length === 0 ? [] : [element("h3", {}, "Findings")]),
    ...project.findings.map(finding),
  ];
}

/** @param {PageProject} project */
function nextStep({ next }) {
  if (next.length === 0) return [];
  return [element("div", { class: "next" }, element("p", {}, element("b", {}, "Next")), ...steps(next))];
}

/**
 * What to do, step by step; what is to be copied in a block of its own.
 *
 * @param {readonly import("@pullpass/core").PrintedStep[]} printed
 */
function steps(printed) {
  return printed.flatMap(({ text, block, command }) => [
    element("p", { class: "remedy" }, name(text)),
    ...[block, command].flatMap((each) => (each === undefined ? [] : [copyBlock(each)])),
  ]);
}

/** @param {string} text */
function copyBlock(text) {
  const button = element("button", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
  // Without a secure context, which a file may not be, there is no clipboard.
  const copy = navigator.clipboard === undefined ? [] : [button];
  return element("div", { class: "command" }, element("code", {}, name(text)), ...copy);
}

const stateWords = {
  allowed: { mark: "✔", label: "allowed" },
  denied: { mark: "✘", label: "denied" },
  unknown: { mark: "?", label: "unknown" },
  "not-needed": { mark: "–", label: "not needed" },
};

/**
 * @param {Link | undefined} link
 * @param {PageProject} project
 */
function linkItem(link, project) {
  if (link === undefined) return element("li");
  const { mark, label } = stateWords[link.state];
  return element(
    "li",
    { class: link.state },
    element("span", { class: "state" }, element("span", { "aria-hidden": "true" }, mark), ` ${label}`),
    element("span", { class: "step" }, data.words.steps[link.step]),
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
 * @param {PageProject} project
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

/** @param {PageProject["findings"][number]} finding */
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
