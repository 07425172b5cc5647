/** What requests say of themselves. */
import type { RequestContext } from "@pullpass/access";
import fc from "fast-check";
import { account, elsewhere, roleArn, secretArn, userArn } from "./ask.ts";

const of = fc.constantFrom;
const mostly = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });

/** A key that every request has, so that a variable for it is never without a value. */
export const always = "aws:PrincipalTag/always";
/** Whose key is asked for. */
export const encryptedSecret = secretArn;

const ofAll = {
  [always]: of("web"),
  "aws:PrincipalTag/team": mostly(of("web", "Web", "api", "a*b", "?")),
  "aws:PrincipalTag/bytes": mostly(of("cGFzcw==")),
  "aws:PrincipalAccount": of(account),
  "aws:ResourceAccount": mostly(of(account, elsewhere)),
  "aws:RequestedRegion": mostly(of("eu-central-1", "web")),
  "aws:SourceArn": mostly(of(roleArn, userArn)),
  "aws:PrincipalArn": mostly(of(roleArn, userArn)),
  "aws:MultiFactorAuthAge": mostly(of("5", "10", "11")),
  "aws:CurrentTime": mostly(of("2026-01-05T09:00:00Z", "2026-01-05T09:30:00Z")),
  "aws:SecureTransport": mostly(of("true", "false")),
  "aws:SourceIp": mostly(of("203.0.113.9", "203.0.113.200", "198.51.100.7", "2001:db8::1")),
  "aws:CalledVia": mostly(
    of<readonly string[]>(
      ["kms.amazonaws.com"],
      ["kms.amazonaws.com", "secretsmanager.amazonaws.com"],
      ["athena.amazonaws.com", "secretsmanager.amazonaws.com"],
    ),
  ),
};

const ofSecrets = {
  "aws:ResourceTag/team": mostly(of("web", "api")),
  "secretsmanager:ResourceTag/team": mostly(of("web", "api")),
  "secretsmanager:SecretId": mostly(of(encryptedSecret)),
  "secretsmanager:VersionStage": mostly(of("AWSCURRENT")),
};

const ofKeys = {
  "kms:ViaService": mostly(of("secretsmanager.eu-central-1.amazonaws.com")),
  "kms:CallerAccount": of(account),
  "kms:EncryptionContext:SecretARN": mostly(of(encryptedSecret, `${encryptedSecret}3`)),
  "kms:EncryptionContextKeys": mostly(of<readonly string[]>(["SecretARN"], ["SecretARN", "SecretVersionId"])),
};

/** Of a request for the action, whose own keys it has beside those that all have. */
export function contextsOf(action: string): fc.Arbitrary<RequestContext> {
  const own = action.startsWith("kms:") ? ofKeys : action.startsWith("secretsmanager:") ? ofSecrets : {};
  return fc.record({ ...ofAll, ...own }).map(given);
}

function given(all: Readonly<Record<string, string | readonly string[] | undefined>>): RequestContext {
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, value] of Object.entries(all)) if (value !== undefined) context[key] = value;
  return context;
}
