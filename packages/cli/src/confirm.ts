import type { Terminal } from "./terminal.ts";
import { NotAgreed } from "./user-error.ts";

/** Returns if the person says yes. @throws NotAgreed if not, or if nobody is there to ask */
export async function confirm(question: string, out: Terminal): Promise<void> {
  if (!out.interactive) {
    throw new NotAgreed(
      `${question} Nobody is there to agree: this is not a terminal.`,
      "Nothing was changed. Add --yes to go on without asking.",
    );
  }
  const answer = await out.ask(`${question} Type yes to go on: `, "plain");
  if (answer.trim().toLowerCase() !== "yes") {
    throw new NotAgreed("It was called off.", "Nothing was changed.");
  }
}
