/** Tools that read the same account for other questions. They are run where they are installed. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { region } from "../large-account.ts";

export interface Tool {
  readonly name: string;
  /** The command, looked for in the PATH. */
  readonly command: string;
  /** `output`: a folder for what it writes. */
  readonly args: (output: string) => readonly string[];
  /** At how many milliseconds a call. Some calls it makes side by side: how long it takes then is measured, and not told by how many they are. */
  readonly delays: readonly (0 | 10)[];
  readonly install: string;
}

export const tools: readonly Tool[] = [
  {
    name: "Cloud Custodian",
    command: "custodian",
    args: (output) => [
      ...["run", "--output-dir", output, "--cache-period", "0", "--region", region],
      join(import.meta.dirname, "custodian.yml"),
    ],
    delays: [0, 10],
    install: "pip install c7n",
  },
  {
    name: "Prowler",
    command: "prowler",
    args: (output) => [
      ...["aws", "--service", "codebuild", "secretsmanager", "iam"],
      ...["--region", region, "--output-directory", output],
    ],
    // Minutes, without any delay.
    delays: [0],
    install: "pip install prowler",
  },
];

/** In seconds; `undefined` where it is not installed. It may end with an error: it asks for more than the account serves. */
export async function timeOf(
  { command, args }: Tool,
  output: string,
  environment: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const startedAt = performance.now();
  const child = spawn(command, args(output), { stdio: "ignore", env: { ...process.env, ...environment } });
  const isThere = await new Promise<boolean>((resolve) =>
    child.once("error", () => resolve(false)).once("close", () => resolve(true)),
  );
  return isThere ? (performance.now() - startedAt) / 1_000 : undefined;
}
