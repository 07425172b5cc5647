/** Lambda's own REST interface: nothing else asks for its SDK client. */
import type { Emulator } from "./emulator.ts";

/**
 * Hands the function an event as EventBridge would. AWS lets nobody put events of its own services on a bus, and so does
 * MiniStack: NotAuthorizedForSourceException.
 */
export async function invoke({ url }: Emulator, part: string, event: unknown): Promise<unknown> {
  const functions = `${url}/2015-03-31/functions`;
  const { Functions } = await asked<{ Functions: readonly { FunctionName: string }[] }>(functions);
  const name = Functions.map(({ FunctionName }) => FunctionName).find((each) => each.includes(part));
  if (name === undefined) throw new Error(`no function is named like ${part}`);
  return asked(`${functions}/${name}/invocations`, { method: "POST", body: JSON.stringify(event) });
}

async function asked<T>(url: string, request?: RequestInit): Promise<T> {
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (!answer.ok || answer.headers.has("x-amz-function-error")) throw new Error(`${url}: ${text}`);
  return JSON.parse(text);
}
