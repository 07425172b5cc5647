import { onTestFinished } from "vitest";

/** Prints what a process printed beside the failure of the test that started it. */
export function tellOutput(command: string, output: () => string): void {
  onTestFinished(({ task }) => {
    if (task.result?.state === "fail")
      process.stderr.write(`What ${command} printed:\n${output() || "nothing"}\n`);
  });
}
