import type { Decision } from "@pullpass/access";
import fc from "fast-check";
import { expect, test } from "vitest";
import { propertyRuns } from "../support/property-runs.ts";
import { ask, deny, policy, type Question, requestOf, roleArn } from "./support/ask.ts";
import { decryptingQuestions, questions, readingQuestions } from "./support/generate.ts";
import { aimed, type Statement, statements, statementsOnResource } from "./support/statements.ts";

const seed = { numRuns: propertyRuns(500) };

test("a denial for everything wins over whatever else there is", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const identity = [...(question.identity ?? []), deny()];
      const { unread: _, ...known } = question;
      const isService = question.principal?.kind === "service";
      expect(ask({ ...known, identity }).kind).toBe(isService ? ask(known).kind : "denied");
    }),
    seed,
  );
});

/** Where one more statement may stand. */
const places: readonly ((question: Question, more: Statement) => Question)[] = [
  (question, more) => ({ ...question, identity: [...(question.identity ?? []), more] }),
  (question, more) => ({ ...question, more: [...(question.more ?? []), policy("one more", more)] }),
  (question, more) =>
    question.boundary ? { ...question, boundary: [...question.boundary, more] } : question,
  (question, more) => ({ ...question, levels: (question.levels ?? []).map((level) => [...level, more]) }),
];

const order: Readonly<Record<Decision["kind"], number>> = { denied: 0, unknown: 1, allowed: 2 };

function neverTakesBackWhatItsEffectGives(before: Question, after: Question, { Effect }: Statement): void {
  const change = order[ask(after).kind] - order[ask(before).kind];
  if (Effect === "Allow") expect(change).toBeGreaterThanOrEqual(0);
  else expect(change).toBeLessThanOrEqual(0);
}

test("a statement that allows never takes access away, and one that denies never gives it, in any layer", () => {
  fc.assert(
    fc.property(questions, statements, statementsOnResource, (question, drawn, onResource) => {
      const more = aimed(drawn, requestOf(question));
      for (const put of places) neverTakesBackWhatItsEffectGives(question, put(question, more), more);
      const shared = [...(question.onResource ?? []), aimed(onResource, requestOf(question))];
      neverTakesBackWhatItsEffectGives(question, { ...question, onResource: shared }, onResource);
    }),
    seed,
  );
});

test("a grant never takes access away", () => {
  fc.assert(
    fc.property(decryptingQuestions, (question) => {
      const grant = { id: "one more", granteePrincipal: roleArn, operations: ["Decrypt"] };
      const granted = { ...question, grants: [...(question.grants ?? []), grant] };
      expect(order[ask(granted).kind]).toBeGreaterThanOrEqual(order[ask(question).kind]);
    }),
    seed,
  );
});

test("the order of statements, and whether they are one policy or several, does not matter", () => {
  fc.assert(
    fc.property(questions, (question) => {
      const { identity = [], onResource, more = [], ...rest } = question;
      const split = identity.map((one, index) => policy(`p${index}`, one)).reverse();
      const reversed = onResource && { onResource: [...onResource].reverse() };
      expect(ask({ ...rest, ...reversed, more: [...more, ...split] }).kind).toBe(ask(question).kind);
    }),
    seed,
  );
});

/** A question, and another about the same, from which to take what nobody could read. */
const pairs = fc.oneof(
  ...[readingQuestions, decryptingQuestions].map((about) =>
    fc.tuple(
      about,
      about,
      fc.subarray(["identity", "boundary", "resource", "grants", "serviceControl"] as const),
    ),
  ),
);

test("whatever there is to read where nobody could, an answer that is known stays", () => {
  fc.assert(
    fc.property(pairs, ([question, other, unread]) => {
      const { kind } = ask({ ...question, unread });
      if (kind !== "unknown") expect(ask(withLayersOf(other, question, unread)).kind).toBe(kind);
    }),
    seed,
  );
});

test("whatever stands in the place of a policy that is none, an answer that is known stays", () => {
  fc.assert(
    fc.property(questions, statements, (question, drawn) => {
      const { more = [] } = question;
      const { kind } = ask({ ...question, more: [...more, { name: "odd", document: null }] });
      const valid = policy("odd", aimed(drawn, requestOf(question)));
      if (kind !== "unknown") expect(ask({ ...question, more: [...more, valid] }).kind).toBe(kind);
    }),
    seed,
  );
});

function withLayersOf(
  other: Question,
  question: Question,
  unread: NonNullable<Question["unread"]>,
): Question {
  const { boundary, onResource, ...rest } = question;
  const from = (layer: (typeof unread)[number]) => (unread.includes(layer) ? other : question);
  const { identity = [], more = [] } = from("identity");
  const { boundary: limit } = from("boundary");
  const { onResource: shared } = from("resource");
  return {
    ...rest,
    identity,
    more,
    grants: from("grants").grants ?? [],
    levels: from("serviceControl").levels ?? [],
    ...(limit && { boundary: limit }),
    ...(shared && { onResource: shared }),
  };
}
