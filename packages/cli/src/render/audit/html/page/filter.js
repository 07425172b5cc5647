import { lines } from "./data.js";

/**
 * @typedef {object} Wish
 * @property {string} words
 * @property {string} severity
 * @property {string} region
 * @property {string} account
 * @property {ReadonlySet<string | undefined>} verdicts none: all
 */

/**
 * What is looked in, made with the first search.
 *
 * @type {readonly string[] | undefined}
 */
let texts;

/**
 * The places of the projects that are asked for. Every word must be somewhere in them.
 *
 * @param {Wish} wish
 * @returns {readonly number[]}
 */
export function matching({ words, severity, region, account, verdicts }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const severities = badAs(severity);
  if (wanted.length > 0) texts ??= lines.projects.map(textOf);
  return lines.projects.flatMap((project, index) => {
    const isWanted =
      (verdicts.size === 0 || verdicts.has(project.verdict)) &&
      (region === "" || project.region === region) &&
      (account === "" || project.account === account) &&
      (severity === "" || project.severities.some((each) => severities.has(each))) &&
      wanted.every((word) => texts?.[index]?.includes(word));
    return isWanted ? [index] : [];
  });
}

/**
 * @param {string} severity
 * @returns {ReadonlySet<string>}
 */
function badAs(severity) {
  /** @type {readonly string[]} */
  const all = lines.words.severities;
  return new Set(all.slice(0, 1 + all.indexOf(severity)));
}

/** @param {import("../page-lines.ts").ProjectLine} project */
function textOf({ name, image, region, account, also }) {
  return [name, image, region, account, also].join("\n").toLowerCase();
}
