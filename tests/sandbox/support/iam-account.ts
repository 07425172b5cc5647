import { IAMClient } from "@aws-sdk/client-iam";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { home, newAccount } from "./account.ts";

/** An account whose IAM client does not try again: the SDK takes a quota that is used up for a throttle. */
export async function iamAccount() {
  const made = await newAccount();
  const iam = new IAMClient({ ...connect(made.sandbox, { region: home }), maxAttempts: 1 });
  return { ...made, iam };
}
