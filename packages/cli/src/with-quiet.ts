import type { Terminal } from "./terminal.ts";

/** A terminal that keeps to the answer, and to what is wrong, where that is wanted: known once the options are read. */
export function withQuiet(terminal: Terminal, isQuiet: () => boolean): Terminal {
  const { status } = terminal;
  return {
    ...terminal,
    get quiet() {
      return isQuiet();
    },
    aside(text) {
      if (!isQuiet()) terminal.aside(text);
    },
    ...(status && {
      status(text) {
        if (!isQuiet()) status(text);
      },
    }),
  };
}
