/** @typedef {import("../page-data.ts").PageData} PageData */
/** @typedef {import("../page-data.ts").PageProject} PageProject */
import { byId, element, name } from "./element.js";

/** @type {PageData} */
export const data = JSON.parse(byId("data").textContent ?? "");

/**
 * A name, as a link into the AWS console where there is one.
 *
 * @param {string} text
 * @param {string | null} arn
 * @returns {HTMLElement}
 */
export function linked(text, arn) {
  const address = arn !== null && Object.hasOwn(data.addresses, arn) ? data.addresses[arn] : undefined;
  if (address === undefined) return name(text);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name(text));
}
