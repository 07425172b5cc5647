/** Which layers, operators and other parts of the policy language a question holds. */
import type { Question } from "./ask.ts";
import { operators, setOperators } from "./conditions.ts";

const layers = ["identity", "managed", "boundary", "resource", "service control"] as const;

const patterns = {
  condition: /"Condition":/,
  variable: /\$\{[^}*?']+\}/,
  "variable with a default": /\$\{[^}]+'\}/,
  "wildcard as a character": /\$\{[*?]\}/,
  IfExists: /IfExists":/,
  NotAction: /"NotAction":/,
  NotResource: /"NotResource":/,
  NotPrincipal: /"NotPrincipal":/,
  "an old version": /"Version":"2008-10-17"/,
} as const;

/** What each of the comparisons has to draw; `grant`, only that of keys. */
export const language: readonly string[] = [
  ...layers,
  ...operators,
  ...setOperators,
  ...Object.keys(patterns),
];

export function heldBy(question: Question): ReadonlySet<string> {
  const text = JSON.stringify(question);
  const held = Object.entries(patterns).filter(([, pattern]) => pattern.test(text));
  return new Set([...held.map(([name]) => name), ...layersOf(question), ...operatorsIn(text)]);
}

function layersOf({ identity, more, boundary, onResource, levels, grants }: Question): readonly string[] {
  const some = (list: readonly unknown[] | undefined) => list !== undefined && list.length > 0;
  return [
    ...(some(identity) ? ["identity"] : []),
    ...(some(more) ? ["managed"] : []),
    ...(boundary ? ["boundary"] : []),
    ...(onResource ? ["resource"] : []),
    ...(some(levels) ? ["service control"] : []),
    ...(some(grants) ? ["grant"] : []),
  ];
}

/** Their names are the only members that have objects for values and these beginnings. */
function operatorsIn(text: string): readonly string[] {
  const names = text.matchAll(
    /"((?:ForA\w+:)?(?:String|Numeric|Date|Arn|Bool|Binary|Ip|NotIp|Null)\w*)":\{/g,
  );
  return [...names].map(([, name = ""]) => name.replace(/IfExists$/, ""));
}
