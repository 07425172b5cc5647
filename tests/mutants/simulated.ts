/** What stories, seeds and the crash matrix notice, in a process that stays: what it read of npm's packages and of the sandbox it reads once. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Answer, Question } from "./worker.ts";

export interface Simulator {
  /** Is a promise broken by that mutant? What hangs, or ends the process, is. */
  ask(question: Question): Promise<Answer>;
  end(): void;
}

export function startSimulator(): Simulator {
  let child: ChildProcess | undefined;
  const stop = () => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  return {
    async ask(question) {
      child ??= fork(join(import.meta.dirname, "worker.ts"), {
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      const answer = await answerOf(child, question);
      if (answer !== undefined) return answer;
      stop();
      return { simulation: true, matrix: undefined, wrong: "the process ended, or did not answer in time" };
    },
    end: stop,
  };
}

const minutesMax = 10;

/** `undefined`: there came none. */
function answerOf(child: ChildProcess, question: Question): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const done = (answer: Answer | undefined) => {
      clearTimeout(timer);
      child.off("message", hear).off("close", none);
      resolve(answer);
    };
    const hear = (answer: Answer) => done(answer);
    const none = () => done(undefined);
    const timer = setTimeout(none, minutesMax * 60_000);
    child.once("message", hear);
    child.once("close", none);
    child.send(question);
  });
}
