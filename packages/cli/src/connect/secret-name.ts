import { readCredential } from "@pullpass/core";
import type { Session } from "../session/session.ts";
import { UserError } from "../user-error.ts";
import { sentence } from "./target.ts";

/** @throws UserError, without a word of it, if what `--secret` was given cannot name a secret: it may be a login */
export function checkSecretName(text: string, { account, place }: Session): void {
  const at = { account: place.account, region: place.region, partition: account.partition };
  const credential = readCredential(text, at);
  switch (credential.kind) {
    case "reference":
      return;
    case "login":
      throw new UserError(
        `--secret was given ${credential.what}, and not the name of a secret.`,
        "Give --secret a name, and the login to --username and --password-stdin. Treat this login as exposed, and rotate it: shells and process lists keep arguments.",
      );
    case "malformed":
      throw new UserError(
        `--secret was given ${credential.what}, which names no secret.`,
        `${sentence(credential.wanted)}.${credential.likely === undefined ? "" : ` Likely meant: ${credential.likely}`}`,
      );
    default:
      credential satisfies never;
  }
}
