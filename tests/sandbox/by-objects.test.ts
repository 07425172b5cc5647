import fc from "fast-check";
import { expect, test } from "vitest";
import { everyService } from "../../packages/sandbox/src/services/all.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { valuesOf } from "./support/shapes.ts";
import { type Client, command, operationsOf, stub } from "./support/stub.ts";

const served = (await everyService()).map((service) => [service.signingName, service] as const);

/** Texts that a protocol may change, or cannot carry: blanks around them, ends of lines, half characters. */
const text = fc.string({
  unit: fc.constantFrom(...'ab <&"\r\n\t\u0000\u0085\uFFFE\uD800\uDC00😀'),
  maxLength: 4,
});

const form = { emptyAllowed: true, text };

test.each(served)("%s: calls as objects arrive as those over the wire do", async (_, service) => {
  let received: unknown;
  let reply: unknown;
  const run = (input: unknown) => {
    received = input;
    return reply;
  };
  const overWire = stub(service, run, { isOnWire: true });
  const asObjects = stub(service, run, { isOnWire: false });
  const call = async (client: Client, name: string, input: unknown) => {
    received = "nothing";
    const result = await client.send(command(service, name, input)).then(
      ({ $metadata, ...members }) => members,
      (error: Error) => error.name,
    );
    return { name, received, result };
  };
  for (const { name, input, output } of operationsOf(service)) {
    await fc.assert(
      fc.asyncProperty(valuesOf(input, form), valuesOf(output, form), async (request, answer) => {
        reply = answer;
        const wire = await call(overWire, name, request);
        expect(await call(asObjects, name, request)).toStrictEqual(wire);
      }),
      { numRuns: propertyRuns(20) },
    );
  }
});
