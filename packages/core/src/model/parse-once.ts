/** JSON of which the same text comes again and again: the policies of an account's roles. */
import { remembered } from "./remembered.ts";

/**
 * The same text is the same object, so that whoever remembers what a document says need not read its equal. Nobody may change it.
 * @throws SyntaxError
 */
export const parseOnce: (text: string) => unknown = /* @__PURE__ */ remembered((text): unknown =>
  JSON.parse(text),
);
