import { element, name } from "./element.js";

/**
 * What to do, step by step; what is to be copied in a block of its own.
 *
 * @param {readonly import("@pullpass/core").PrintedStep[]} printed
 */
export function steps(printed) {
  return printed.flatMap(({ text, block, command }) => [
    element("p", { class: "remedy" }, name(text)),
    ...[block, command].flatMap((each) => (each === undefined ? [] : [copyBlock(each)])),
  ]);
}

/** @param {string} text */
export function copyBlock(text) {
  const code = element("code", {}, name(text));
  const button = element("button", { type: "button", "aria-live": "polite" }, "Copy");
  button.addEventListener("click", async () => {
    button.textContent = (await isCopied(text)) ? "Copied" : "Select it";
    if (button.textContent !== "Copied") getSelection()?.selectAllChildren(code);
  });
  // Whoever left it finds it as it was.
  button.addEventListener("blur", () => {
    button.textContent = "Copy";
  });
  return element("div", { class: "command" }, code, button);
}

/**
 * Without a secure context, which a file may not be, there is no clipboard; and the browser may refuse.
 *
 * @param {string} text
 */
async function isCopied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
