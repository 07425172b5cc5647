/** When the command paints. */
import { expect, test } from "vitest";
import { hasColours } from "../../packages/cli/src/has-colours.ts";

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ TERM: "dumb" }, true, false],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "" }, false, true],
  [{ FORCE_COLOR: "true", NO_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ FORCE_COLOR: "false" }, true, false],
])("with %j, and a terminal: %s", (environment, isTerminal, colours) => {
  expect(hasColours(environment, isTerminal)).toBe(colours);
});
