/** How every command ends, for scripts and CI. The help of each, and the command's README, are printed from here. */

export const exitCodes = {
  ok: 0,
  /** A finding as bad as was asked for, changes that are wanted and not made, or an answer of no. */
  found: 1,
  usage: 2,
  /** It could not be looked at, or not be done: not signed in, refused, or not there. */
  unseen: 3,
} as const;

/** What 1 and 3 mean; `undefined` where the command never ends so. */
export interface ExitMeanings {
  readonly ok: string;
  readonly found: string | undefined;
  readonly unseen: string | undefined;
}

const notLooked = "it could not be looked at: not signed in, refused, or not there";

export const exitMeanings: Readonly<Record<string, ExitMeanings>> = {
  audit: {
    ok: "looked, and no finding is as bad as --fail-on says",
    found: "there is such a finding, among what the filters ask for",
    unseen:
      "nothing could be looked at: not signed in, or no project could be read; or a project that was named is nowhere, or an account that was named could not be read",
  },
  explain: {
    ok: "it is explained, whatever the answer",
    found: "no words in the message are known; or --watch was ended before the project could pull",
    unseen: notLooked,
  },
  check: {
    ok: "looked, and no finding is as bad as --fail-on says",
    found: "there is such a finding",
    unseen: "a file could not be read, or is neither a template nor a plan",
  },
  doctor: {
    ok: "all is fine",
    found: "there is a fault or a warning",
    unseen: "nothing is found, and not all could be told; or nothing could be looked at",
  },
  plan: {
    ok: "looked, with or without something to change",
    found: "there is something to change, with --fail-on-changes",
    unseen: "not everything could be known, or nothing could be looked at",
  },
  apply: {
    ok: "all was done, and every project that was looked at can pull, as far as can be seen",
    found: "you did not agree, something was refused or failed, or a project still cannot pull",
    unseen: "not everything could be known, or nothing could be looked at",
  },
  connect: {
    ok: "all of it is so now",
    found: "you did not agree",
    unseen: "it could not be done; what was done before stays, and is not done again",
  },
  allow: { ok: "it is so now", found: "you did not agree", unseen: "it could not be done" },
  disallow: {
    ok: "it is so now",
    found: "a project is still let in",
    unseen: "it could not be done",
  },
  history: { ok: "the ledger was read", found: undefined, unseen: "it could not be read" },
  undo: {
    ok: "all that was named is undone",
    found: "you did not agree, or something cannot be undone, was refused or failed",
    unseen: "the ledger could not be read, has no such change, or not everything could be done",
  },
  mute: {
    ok: "it is muted now, or what is muted is listed",
    found: undefined,
    unseen: "there is no such rule or project, or the ledger could not be read or written",
  },
  unmute: {
    ok: "nothing mutes it by itself now",
    found: undefined,
    unseen: "the ledger could not be read or written",
  },
  guardrails: { ok: "they are printed", found: undefined, unseen: undefined },
  replay: {
    ok: "every event was read, also those that ask for nothing",
    found: "something in the files is no event",
    unseen: "not everything could be known, or nothing could be looked at",
  },
  image: {
    ok: "it is an image reference, also one with findings",
    found: "it is none",
    unseen: undefined,
  },
  "check-credentials": {
    ok: "the registry shows the image to the login, and nothing is found",
    found: "something is found",
    unseen: "it could not be told",
  },
  demo: { ok: "all went as told", found: "not all went as told", unseen: undefined },
  sandbox: { ok: "it was ended", found: undefined, unseen: "it could not be served" },
  completion: { ok: "it is printed", found: undefined, unseen: undefined },
};

/** For the help of a command. */
export function aboutExitCodes(command: string): string {
  const { ok, found, unseen } = exitMeanings[command] ?? { ok: "", found: undefined, unseen: undefined };
  const lines = [
    `  0  ${ok}`,
    ...(found === undefined ? [] : [`  1  ${found}`]),
    "  2  the command was not understood",
    ...(unseen === undefined ? [] : [`  3  ${unseen}`]),
  ];
  return ["", "Exit code:", ...lines].join("\n");
}
