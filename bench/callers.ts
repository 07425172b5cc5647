/** Who calls in an account in memory. */
import { administrator, type RecordedCall, type Sandbox } from "@pullpass/sandbox";

/** A call of the account's administrator, in its first Region. */
export type Call = (service: string, operation: string, input: object) => Promise<unknown>;

export function asAdministrator(sandbox: Sandbox): Call {
  const [region = ""] = sandbox.regions;
  const place = { account: sandbox.account, region, partition: sandbox.partition };
  return (service, operation, input) =>
    sandbox.call(service, operation, input, { caller: administrator(sandbox), place });
}

/** Of one of the deployment's functions. */
export const isOfPullpass = ({ principal }: RecordedCall) => principal.includes(":assumed-role/pullpass-");
