import { data } from "./data.js";

/** @typedef {import("../page-data.ts").PageProject} PageProject */
/**
 * @typedef {object} Wish
 * @property {string} words
 * @property {string} severity
 * @property {string} region
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
export function matching({ words, severity, region, verdicts }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const severities = badAs(severity);
  if (wanted.length > 0) texts ??= data.projects.map(textOf);
  return data.projects.flatMap((project, index) => {
    const isWanted =
      (verdicts.size === 0 || verdicts.has(project.verdict)) &&
      (region === "" || project.region === region) &&
      (severity === "" || project.findings.some((finding) => severities.has(finding.severity))) &&
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
  const all = data.words.severities;
  return new Set(all.slice(0, 1 + all.indexOf(severity)));
}

/** @param {PageProject} project */
function textOf({ name, image, role, credential, secret, key, findings, region }) {
  const found = findings.flatMap(({ rule, title }) => [rule, title]);
  return [name, image, role, credential, secret, key, region, ...found].join("\n").toLowerCase();
}
