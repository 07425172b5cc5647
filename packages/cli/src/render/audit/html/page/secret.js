import { at, lines, linked, whose } from "./data.js";
import { counted, element, name } from "./element.js";
import { row } from "./row.js";

/** @typedef {import("../page-details.ts").SecretDetails["readers"][number]} Reader */

/** @param {number} index */
export function secretRow(index) {
  const { name: secret, region, account, projects, readers, needless } = at(lines.secrets, index);
  const used = `${counted(projects, "project")}, ${counted(readers, "reader")}`;
  const line = [
    element("span", { class: "name" }, name(secret)),
    element("span", { class: "region" }, [region, ...whose(account)].join(" ")),
    element("span", { class: "why" }, needless === 0 ? used : `${used}, ${needless} of them without need`),
  ];
  return row("secret", line, ({ secrets }) => secretInside(at(secrets, index)));
}

/**
 * What a secret's line opens to: its consent, and who can read it.
 *
 * @param {import("../page-details.ts").SecretDetails} secret
 * @returns {readonly Node[]}
 */
function secretInside({ arn, key, consent, readers }) {
  return [
    element(
      "dl",
      {},
      fact("secret", linked(arn, arn)),
      fact("key", key === null ? "the default key, or not known" : linked(key, key)),
      ...consent.map(([tag, value]) => fact(tag, name(value))),
    ),
    element("h3", {}, "Readers"),
    readers.length === 0
      ? element("p", {}, "None but those that can read every one.")
      : element("ul", { class: "readers" }, ...readers.map(readerItem)),
  ];
}

/**
 * @param {string} label
 * @param {Node | string} value
 */
function fact(label, value) {
  return element("div", {}, element("dt", {}, name(label)), element("dd", {}, value));
}

/** @param {Reader} reader */
function readerItem({ role, state, why, needed, projects, outside }) {
  const need = needed ? "needed" : "no project needs it";
  return element(
    "li",
    { class: state === "unknown" ? "unknown" : needed ? "pulls" : "anonymous" },
    linked(role.slice(role.lastIndexOf("/") + 1), role),
    element("span", { class: "quiet" }, ` ${state}, ${need}: `, name(why)),
    element("span", { class: "quiet" }, "; ", name(throughWhat(projects, outside))),
  );
}

/**
 * A role reads for its projects, or for whoever else may assume it.
 *
 * @param {Reader["projects"]} projects
 * @param {Reader["outside"]} outside
 */
function throughWhat(projects, outside) {
  const names = projects.map((arn) => arn.slice(arn.lastIndexOf("/") + 1));
  const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  const builds = shown.length === 0 ? [] : [`builds of ${shown.join(", ")}`];
  const others = outside === "denied" ? [] : ["whoever else may assume it"];
  return [...builds, ...others].join(", and ");
}
