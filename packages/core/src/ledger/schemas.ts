/** The model's types as the ledger stores them: JSON, in which null stands for what is absent. */
import * as v from "valibot";
import { InvalidArn, parseKeyArn, parseRoleArn, parseSecretArn } from "../model/arn.ts";
import type { Change, PolicyWritten, RecordedGrant } from "../model/change.ts";
import { maskCredential } from "../model/credential.ts";
import type { FailedBuild } from "../model/failed-build.ts";
import { type Finding, menders, ruleIds, severities } from "../model/finding.ts";
import type { Remedy } from "../model/remedy.ts";
import type { LastRetry } from "../model/retry.ts";
import type { SecretSight } from "../model/secret-sight.ts";
import type { Cause } from "../model/trigger.ts";

export function arn<T extends string>(parse: (text: string) => T) {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return parse(dataset.value);
      } catch (error) {
        if (!(error instanceof InvalidArn)) throw error;
        addIssue({ message: error.message });
        return NEVER;
      }
    }),
  );
}

export function orAbsent<T>(schema: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.nullable(schema),
    v.transform((value) => value ?? undefined),
  );
}

const grant = {
  role: arn(parseRoleArn),
  region: v.string(),
  secret: arn(parseSecretArn),
  key: orAbsent(arn(parseKeyArn)),
  nextKey: v.exactOptional(arn(parseKeyArn)),
  projects: v.array(v.string()),
  bound: v.exactOptional(v.object({ projects: v.array(v.string()), strict: v.boolean() })),
};

export const RecordedGrantSchema: v.GenericSchema<unknown, RecordedGrant> = v.object({
  ...grant,
  since: v.string(),
});

export const PolicyWrittenSchema: v.GenericSchema<unknown, PolicyWritten> = v.object({
  at: v.string(),
  taken: v.array(arn(parseSecretArn)),
  wrote: v.exactOptional(v.record(v.string(), v.string())),
});

export const SecretSightSchema: v.GenericSchema<unknown, SecretSight> = v.object({
  secret: arn(parseSecretArn),
  resourcePolicy: orAbsent(v.string()),
  currentKeys: orAbsent(v.array(v.string())),
});

export const CauseSchema: v.GenericSchema<unknown, Cause> = v.object({
  id: v.string(),
  event: v.string(),
  actor: v.string(),
  time: v.string(),
  tool: v.exactOptional(v.string()),
  policy: v.exactOptional(v.string()),
});

const planned = {
  id: v.string(),
  role: arn(parseRoleArn),
  account: v.string(),
  region: v.string(),
  reason: v.string(),
  causes: v.array(CauseSchema),
  outlook: v.optional(
    v.array(
      v.object({
        project: v.string(),
        verdict: v.string(),
        remains: v.array(v.string()),
        unseen: v.array(v.string()),
      }),
    ),
    [],
  ),
  undoes: v.exactOptional(v.array(v.string())),
};

const policyBefore = v.exactOptional(v.string());

export const ChangeSchema: v.GenericSchema<unknown, Change> = v.variant("kind", [
  v.object({
    ...planned,
    kind: v.literal("grant"),
    grant: v.object(grant),
    narrows: v.exactOptional(v.literal(true)),
    sharedWith: v.exactOptional(v.array(v.string())),
    policyBefore,
  }),
  v.object({ ...planned, kind: v.literal("revocation"), grant: v.object(grant), policyBefore }),
  v.object({ ...planned, kind: v.literal("restoration"), policyName: v.string(), policyBefore }),
  v.object({
    ...planned,
    kind: v.literal("retry"),
    project: v.string(),
    build: v.string(),
    startedAs: v.exactOptional(v.string()),
  }),
  v.object({
    ...planned,
    kind: v.literal("normalization"),
    project: v.string(),
    before: v.object({ credential: v.string(), pullCredentials: v.string() }),
    after: v.object({
      credential: v.pipe(v.string(), v.transform(maskCredential)),
      pullCredentials: v.picklist(["SERVICE_ROLE", "CODEBUILD"]),
    }),
    // Older versions recorded none.
    round: v.optional(v.number(), 1),
    projectCreated: v.exactOptional(v.string()),
    managedBy: orAbsent(v.string()),
  }),
]);

const place = v.object({
  layer: v.picklist([
    "role",
    "boundary",
    "resource policy",
    "key policy",
    "service control policy",
    "trust policy",
  ]),
  of: v.string(),
});

const condition = v.record(v.string(), v.record(v.string(), v.union([v.string(), v.array(v.string())])));

const RemedyStepSchema = v.variant("kind", [
  v.object({
    kind: v.literal("statement"),
    place,
    role: arn(parseRoleArn),
    statement: v.object({
      Effect: v.literal("Allow"),
      Principal: v.exactOptional(v.union([v.object({ AWS: v.string() }), v.object({ Service: v.string() })])),
      Action: v.union([v.string(), v.array(v.string())]),
      Resource: v.exactOptional(v.string()),
      Condition: v.exactOptional(condition),
    }),
  }),
  v.object({ kind: v.literal("removal"), place, identity: v.string() }),
  v.object({
    kind: v.literal("exclusion"),
    place,
    role: arn(parseRoleArn),
    statement: v.string(),
    condition,
  }),
  v.object({
    kind: v.literal("consent"),
    secret: arn(parseSecretArn),
    region: v.string(),
    projects: v.array(v.string()),
    tagPrefix: v.string(),
    why: v.string(),
  }),
  v.object({
    kind: v.literal("member"),
    project: v.string(),
    member: v.picklist(["image", "credential", "imagePullCredentialsType", "serviceRole"]),
    value: orAbsent(v.string()),
  }),
  v.object({
    kind: v.literal("pullpass"),
    command: v.literal("apply"),
    project: v.string(),
    region: v.string(),
  }),
  v.object({ kind: v.literal("command"), purpose: v.string(), command: v.string() }),
  v.object({ kind: v.literal("advice"), text: v.string() }),
]);

/** Older versions recorded its words. */
const RemedySchema = v.union([
  v.array(RemedyStepSchema),
  v.pipe(
    v.string(),
    v.transform((text): Remedy => [{ kind: "advice", text }]),
  ),
]);

export const FindingSchema: v.GenericSchema<unknown, Finding> = v.object({
  rule: v.picklist(ruleIds),
  severity: v.picklist(severities),
  subject: v.variant("kind", [
    v.object({ kind: v.literal("project"), name: v.string(), created: v.exactOptional(v.string()) }),
    v.object({ kind: v.literal("role"), arn: v.string() }),
  ]),
  account: v.string(),
  region: v.string(),
  title: v.string(),
  evidence: v.array(v.tuple([v.string(), v.string()])),
  // Older versions recorded none of the three.
  blocks: v.optional(v.boolean(), false),
  mender: v.optional(v.picklist(menders), "role owner"),
  contact: v.exactOptional(v.object({ name: v.string(), by: v.string() })),
  waitsFor: v.optional(orAbsent(v.picklist(ruleIds)), null),
  remedy: RemedySchema,
});

export const FailedBuildSchema: v.GenericSchema<unknown, FailedBuild> = v.object({
  id: v.string(),
  project: v.string(),
  startedAt: orAbsent(v.string()),
  words: v.array(v.string()),
  image: v.string(),
  credential: orAbsent(v.string()),
  pullCredentials: v.picklist(["SERVICE_ROLE", "CODEBUILD"]),
  environmentType: v.string(),
  role: v.exactOptional(arn(parseRoleArn)),
  heldBack: v.exactOptional(v.string()),
});

export const LastRetrySchema: v.GenericSchema<unknown, LastRetry> = v.object({
  of: v.string(),
  at: v.string(),
  as: v.exactOptional(v.string()),
  refused: v.exactOptional(v.literal(true)),
});
