/** A sandbox account, its administrator's clients, and the adapters' connection to it as any principal. */
import { onTestFinished } from "vitest";
import { awsConnection, type Connection } from "../../../packages/core/src/aws/index.ts";
import { connect, createSandbox } from "../../../packages/sandbox/src/index.ts";

export const account = "111122223333";
export const home = "eu-central-1";
export const away = "us-east-1";

export async function newAccount() {
  const sandbox = await createSandbox({ seed: 1, regions: [home, away], account });
  onTestFinished(() => sandbox.dispose());
  const as = (principal?: string): Connection =>
    awsConnection((region) => connect(sandbox, principal === undefined ? { region } : { region, principal }));
  return { sandbox, as, connection: as(), config: (region = home) => connect(sandbox, { region }) };
}
