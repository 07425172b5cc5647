/** What an answer hangs on, found out by asking the same question with everything known, for all there may be. */
import type { Decision, RequestContext } from "@pullpass/access";
import { allow, ask, deny, type Question, role, roleArn, root, sessionArn } from "./ask.ts";

/** A value of a key; `undefined`: the request does not have it. */
type Value = string | readonly string[] | undefined;

/** All that each unknown key may be. */
export type Values = Readonly<Record<string, readonly Value[]>>;

/** One of all the ways in which a question may be, and the number of the choice that was made for each thing. */
interface Way {
  readonly choices: readonly number[];
  readonly question: Question;
}

type Unread = NonNullable<Question["unread"]>[number];

/** What a layer may say: each saying at least once. */
const sayings: Readonly<Record<Unread, readonly Partial<Question>[]>> = {
  identity: [{ identity: [allow()] }, { identity: [] }, { identity: [deny()] }],
  boundary: [{}, { boundary: [allow()] }, { boundary: [] }, { boundary: [deny()] }],
  resource: [
    {},
    { onResource: [allow({ Principal: "*" })] },
    { onResource: [allow({ Principal: { AWS: roleArn } })] },
    { onResource: [allow({ Principal: { AWS: root() } })] },
    { onResource: [deny({ Principal: "*" })] },
  ],
  grants: [{ grants: [] }, { grants: [{ id: "g", granteePrincipal: roleArn, operations: ["Decrypt"] }] }],
  serviceControl: [{ levels: [] }, { levels: [[allow()]] }, { levels: [[]] }, { levels: [[deny()]] }],
};

const parts: Readonly<Record<Unread, readonly string[]>> = {
  identity: ["identity", "more"],
  boundary: ["boundary"],
  resource: ["onResource"],
  grants: ["grants"],
  serviceControl: ["levels"],
};

export interface Possible {
  readonly answers: ReadonlySet<string>;
  /** Keys and layers of which another value, all else alike, gives another answer. */
  readonly hangsOn: readonly string[];
}

/** Whether it is allowed, in every way that the question may be. */
export function possible(question: Question, values: Values): Possible {
  const session = isAnySession(question) ? ["aws:userid"] : [];
  const names = [...Object.keys(values), ...session, ...(question.unread ?? [])];
  const answers = new Map<string, string>();
  for (const { choices, question: known } of waysOf(question, values)) {
    answers.set(choices.join(), shortly(ask(known)));
  }
  const hangsOn = names.filter((_, at) => {
    const seen = new Map<string, string>();
    return [...answers].some(([choices, answer]) => {
      const others = choices.split(",").toSpliced(at, 1).join();
      const before = seen.get(others);
      seen.set(others, answer);
      return before !== undefined && (before === "allowed") !== (answer === "allowed");
    });
  });
  return { answers: new Set(answers.values()), hangsOn };
}

export function shortly(decision: Decision): string {
  return decision.kind === "denied" ? `denied ${decision.how}` : decision.kind;
}

/** The question with everything known, as often as there are ways for it to be. */
export function* waysOf(question: Question, values: Values): Iterable<Way> {
  const { unread = [], unknown: _, ...rest } = question;
  const taken = unread.flatMap((layer) => parts[layer]);
  const kept: Question = Object.fromEntries(Object.entries(rest).filter(([part]) => !taken.includes(part)));
  const choices: readonly (readonly ((to: Question) => Question)[])[] = [
    ...Object.entries(values).map(([key, all]) =>
      all.map((value) => (to: Question) => ({ ...to, context: withKey(to.context ?? {}, key, value) })),
    ),
    ...(isAnySession(question)
      ? [sessions.map((principal) => (to: Question) => ({ ...to, principal }))]
      : []),
    ...unread.map((layer) => sayings[layer].map((said) => (to: Question) => ({ ...to, ...said }))),
  ];
  for (const chosen of product(choices.map(({ length }) => length))) {
    const made = chosen.reduce((to, choice, at) => choices[at]?.[choice]?.(to) ?? to, kept);
    yield { choices: chosen, question: made };
  }
}

/** One that policies name, another, and one that they do not. */
const sessions = [sessionArn, `${sessionArn}2`, sessionArn.replace("AWS", "")].map((each) => ({
  ...role,
  sessionArn: each,
}));

function isAnySession({ principal = role }: Question): boolean {
  return principal.kind === "role" && principal.sessionArn === undefined;
}

function withKey(context: RequestContext, key: string, value: Value): RequestContext {
  return value === undefined ? context : { ...context, [key]: value };
}

function* product(sizes: readonly number[]): Iterable<readonly number[]> {
  const [first, ...rest] = sizes;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let at = 0; at < first; at += 1) for (const others of product(rest)) yield [at, ...others];
}
