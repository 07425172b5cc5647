import { consoleLink } from "../console-links.ts";
import { byId, element, name } from "./element.js";

/** @typedef {import("../page-details.ts").PageDetails} PageDetails */

/** @type {import("../page-lines.ts").PageLines} */
export const lines = await unpacked("lines");

/** @type {Promise<PageDetails> | undefined} */
let details;

/** Once: it takes longer than all that is shown before. */
export function unpackedDetails() {
  details ??= unpacked("details");
  return details;
}

/**
 * What `embeddedData` packed.
 *
 * @param {string} id
 */
async function unpacked(id) {
  const text = byId(id).textContent ?? "";
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
}

/**
 * A name, as a link into the AWS console where there is one.
 *
 * @param {string} text
 * @param {string | null} arn
 * @returns {HTMLElement}
 */
export function linked(text, arn) {
  const address = arn === null ? undefined : consoleLink(arn);
  if (address === undefined) return name(text);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name(text));
}

/**
 * The account, where there are several.
 *
 * @param {string} account
 */
export function whose(account) {
  return lines.accounts.length > 1 ? [account] : [];
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} index
 * @returns {Item}
 */
export function at(items, index) {
  const item = items[index];
  if (item === undefined) throw new Error(`the page has no item ${index}`);
  return item;
}
