import type { ClientOverrides } from "@pullpass/core/aws";
import type { Network } from "@pullpass/registry";

/** What a command knows of the outside: where it prints, what it may ask, and how it ends. `process-terminal.ts` makes it of `process`. */
export interface Terminal {
  readonly colours: boolean;
  /** How wide a line of the help may be. */
  readonly columns: number;
  /** How wide the terminal is that shows what is printed; absent where it is none. */
  readonly width?: number;
  /** Whether a person sits there and can answer. */
  readonly interactive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What stands in for AWS's own configuration, where a test does. */
  readonly aws?: ClientOverrides;
  /** What stands in for the public internet when a registry is looked at, where a test does. */
  readonly internet?: Network;
  /** From now on the SDK reads this profile of AWS's shared configuration, whatever keys the environment has. */
  useProfile(name: string): void;
  /** One line, or several, on standard output: what was asked for. */
  print(text: string): void;
  /** The same in pieces, however many: waits for whoever reads slowly. @throws UserError if it cannot be written */
  write(pieces: Iterable<string>): Promise<void>;
  /** Whether hints are left out, too. */
  readonly quiet: boolean;
  /** One line, or several, on standard error: what is wrong, or has to be known beside the answer. */
  note(text: string): void;
  /** The same for what is only good to know: said unless only the answer is wanted. */
  aside(text: string): void;
  /**
   * One line on standard error that the next one takes the place of, and an empty one takes away; absent where standard
   * error is no terminal, for then nobody waits and watches.
   */
  readonly status?: (text: string) => void;
  /** All of standard input. */
  input(): Promise<Uint8Array>;
  /** The answer, in one line. `secret` shows nothing of what is typed. */
  ask(question: string, as: "plain" | "secret"): Promise<string>;
  /** Waits until the person, or the system, wants the command to end. */
  stopped(): Promise<void>;
  /** The exit code, also for a reader that leaves early; 0 until it is said otherwise. */
  endWith(code: number): void;
}
