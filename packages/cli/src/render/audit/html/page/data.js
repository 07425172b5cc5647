/** @typedef {import("../page-data.ts").PageData} PageData */
/** @typedef {import("../page-data.ts").PageProject} PageProject */
import { byId, element, name } from "./element.js";

/** @type {PageData} */
export const data = await unpacked(byId("data").textContent ?? "");

/**
 * What `embeddedData` packed.
 *
 * @param {string} text
 * @returns {Promise<PageData>}
 */
async function unpacked(text) {
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
  const address = arn !== null && Object.hasOwn(data.addresses, arn) ? data.addresses[arn] : undefined;
  if (address === undefined) return name(text);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name(text));
}
