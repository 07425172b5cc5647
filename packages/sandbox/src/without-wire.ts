import type { InitializeMiddleware, MiddlewareStack } from "@smithy/types";
import { administrator } from "./principals.ts";
import type { Sandbox } from "./sandbox.ts";

interface AwsClient<I extends object, O extends object> {
  readonly config: { readonly defaultSigningName: string; region(): Promise<string> };
  readonly middlewareStack: MiddlewareStack<I, O>;
}

/**
 * The client, as an administrator's whose calls are not written as requests and read again: that is most of the work of a small
 * call, and a deployment makes a hundred of them. Where calls are throttled it stays as it is: the SDK tries those again.
 */
export function withoutWire<I extends object, O extends object, C extends AwsClient<I, O>>(
  client: C & AwsClient<I, O>,
  sandbox: Sandbox,
): C {
  if (sandbox.requestRates !== undefined) return client;
  const { partition, account } = sandbox;
  const direct: InitializeMiddleware<I, O> =
    (_next, { commandName = "" }) =>
    async ({ input }) => {
      const place = { partition, account, region: await client.config.region() };
      const operation = commandName.replace(/Command$/, "");
      const from = { caller: administrator(sandbox), place };
      const output = await sandbox.call(client.config.defaultSigningName, operation, input, from);
      return { response: undefined, output: output as O };
    };
  client.middlewareStack.add(direct, { step: "initialize", priority: "high" });
  return client;
}
