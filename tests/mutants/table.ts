/** What caught each mutant, as a table of Markdown. */
import type { Caught } from "./catch.ts";
import type { Mutant } from "./mutant.ts";

export function tableOf(mutants: readonly Mutant[], caught: ReadonlyMap<string, Caught>): string {
  const rows = mutants.map(({ name, breaks }) => {
    const { simulation, crashes, tests } = caught.get(name) ?? {};
    return `| \`${name}\` | ${breaks} | ${mark(simulation)} | ${mark(crashes)} | ${mark(tests)} |`;
  });
  const count = (is: (each: Caught) => boolean | undefined) =>
    mutants.filter(({ name }) => is(caught.get(name) ?? {}) === true).length;
  const alone = count(({ simulation, crashes }) => simulation || crashes);
  const whole = count(({ simulation, crashes, tests }) => simulation || crashes || tests);
  return [
    "| mutant | what breaks | simulation | crash matrix | other tests |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
    `${mutants.length} mutants: ${whole} caught, ${alone} of them by the simulation or the crash matrix.`,
    "",
  ].join("\n");
}

function mark(isCaught: boolean | undefined): string {
  if (isCaught === undefined) return "";
  return isCaught ? "✔" : "–";
}
