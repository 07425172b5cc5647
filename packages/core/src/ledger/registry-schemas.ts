/** What was seen of registries and of logins at them, as the ledger stores it. */
import * as v from "valibot";
import { parseSecretArn } from "../model/arn.ts";
import type { LoginUse, RecordedLogin } from "../model/recorded-login.ts";
import type { RegistrySight } from "../model/registry-sight.ts";
import { arn, orAbsent } from "./schemas.ts";

export const RegistrySightSchema: v.GenericSchema<unknown, RegistrySight> = v.object({
  host: v.string(),
  endpoint: v.string(),
  from: v.picklist(["this computer", "outside any VPC"]),
  at: v.pipe(v.string(), v.isoTimestamp()),
  aliases: v.array(v.string()),
  addresses: v.array(v.object({ address: v.string(), why: v.exactOptional(v.string()) })),
  outcome: v.variant("kind", [
    v.object({ kind: v.literal("answers"), address: v.string(), status: v.number() }),
    v.object({ kind: v.literal("private"), why: v.string() }),
    v.object({ kind: v.literal("unresolvable"), answer: v.picklist(["no-such-name", "no-address"]) }),
    v.object({
      kind: v.literal("unreachable"),
      how: v.picklist(["refused", "timed-out", "no-route", "closed", "no-tls"]),
      why: v.string(),
    }),
    v.object({
      kind: v.literal("certificate"),
      fault: v.picklist([
        "wrong-name",
        "expired",
        "not-yet-valid",
        "self-signed",
        "unknown-authority",
        "invalid",
      ]),
      why: v.string(),
    }),
    v.object({ kind: v.literal("unknown"), why: v.string() }),
  ]),
  zones: v.exactOptional(
    v.variant("kind", [
      v.object({
        kind: v.literal("known"),
        at: v.pipe(v.string(), v.isoTimestamp()),
        zones: v.array(
          v.object({
            id: v.string(),
            name: v.string(),
            vpcs: v.array(v.object({ id: v.string(), region: v.string() })),
          }),
        ),
      }),
      v.object({ kind: v.literal("unknown"), why: v.string() }),
    ]),
  ),
});

const rate = orAbsent(
  v.object({
    limit: orAbsent(v.number()),
    remaining: orAbsent(v.number()),
    windowSeconds: orAbsent(v.number()),
    retryAfterSeconds: orAbsent(v.number()),
  }),
);

const accepted = v.picklist(["accepted", "not-asked-for"]);

const loginOutcome = v.variant("kind", [
  v.object({
    kind: v.literal("shown"),
    login: accepted,
    digest: orAbsent(v.string()),
    platforms: orAbsent(
      v.array(v.object({ os: v.string(), architecture: v.string(), osVersion: orAbsent(v.string()) })),
    ),
    rate,
  }),
  v.object({ kind: v.literal("rejected"), by: v.string(), status: v.number(), codes: v.array(v.string()) }),
  v.object({ kind: v.literal("not-shown"), login: accepted, status: v.number(), codes: v.array(v.string()) }),
  v.object({ kind: v.literal("rate-limited"), by: v.string(), rate }),
  v.object({ kind: v.literal("not-reached") }),
  v.object({ kind: v.literal("unknown"), why: v.string() }),
]);

export const LoginUseSchema: v.GenericSchema<unknown, LoginUse> = v.object({
  project: v.string(),
  secret: arn(parseSecretArn),
});

export const RecordedLoginSchema: v.GenericSchema<unknown, RecordedLogin> = v.object({
  project: v.string(),
  secret: arn(parseSecretArn),
  image: v.string(),
  environmentType: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
  version: v.exactOptional(v.string()),
  value: v.variant("kind", [
    v.object({ kind: v.literal("login") }),
    v.object({ kind: v.literal("malformed"), form: v.string(), certain: v.boolean() }),
  ]),
  check: v.exactOptional(v.object({ sight: RegistrySightSchema, outcome: loginOutcome })),
});
