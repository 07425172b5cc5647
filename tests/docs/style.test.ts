/** What `npm run check:style` finds in a document, and where. */
import { expect, test } from "vitest";
import { styleFaults } from "../../.ci/style-faults.ts";

test.each([
  ["wordy", "It looks at roles outside of the path.", ['1: "outside of" is wordy or unneeded']],
  ["vague", "First.\n\nThis is\na very large account.", ['4: "very" is a weasel word']],
  ["twice", "Who reads\nthe the secret", ['2: "the" is repeated']],
  ["after a block of code", "```sh\nutilize x\n```\n\nUtilize it.", ['5: "Utilize" is wordy or unneeded']],
  ["plain", "It is denied, and only the owner may change that. There are many of them.", []],
  ["code", "Run `utilize very very`, and `a` and `b`.\n\n~~~\nvery\n~~~\n<!-- very -->", []],
])("%s", (_, document, faults) => {
  expect(styleFaults(document).map(({ line, text, why }) => `${line}: ${text} ${why}`)).toEqual(faults);
});
