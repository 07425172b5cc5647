/** What a property that fails says. */
import fc from "fast-check";
import { expect, test } from "vitest";

const failing = () =>
  fc.assert(
    fc.property(fc.nat(), (number) => {
      expect(number).toBeLessThan(10);
    }),
  );

test("a property that fails names its smallest example, and the command that repeats it", () => {
  expect(failing).toThrow(/Counterexample: \[10\]/);
  expect(failing).toThrow(/^Again: PROPERTY_SEED=-?\d+ .*npm test -- tests\/runner\/properties\.test\.ts$/m);
});

test("a property of something that takes its time does, too", async () => {
  const property = fc.asyncProperty(fc.nat(), async (number) => number < 10);
  await expect(fc.assert(property)).rejects.toThrow(/^Again: PROPERTY_SEED=/m);
});
