/** The model's types as the ledger stores them: JSON, in which null stands for what is absent. */
import * as v from "valibot";
import { InvalidArn, parseKeyArn, parseRoleArn, parseSecretArn } from "../model/arn.ts";
import type { Change, RecordedGrant } from "../model/change.ts";
import { type Finding, ruleIds } from "../model/finding.ts";

function arn<T extends string>(parse: (text: string) => T) {
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

function orAbsent<T>(schema: v.GenericSchema<unknown, T>) {
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
  projects: v.array(v.string()),
};

export const RecordedGrantSchema: v.GenericSchema<unknown, RecordedGrant> = v.object({
  ...grant,
  since: v.string(),
});

const planned = {
  id: v.string(),
  role: arn(parseRoleArn),
  account: v.string(),
  region: v.string(),
  reason: v.string(),
  causes: v.array(v.object({ id: v.string(), event: v.string(), actor: v.string(), time: v.string() })),
};

export const ChangeSchema: v.GenericSchema<unknown, Change> = v.variant("kind", [
  v.object({ ...planned, kind: v.literal("grant"), grant: v.object(grant) }),
  v.object({ ...planned, kind: v.literal("revocation"), grant: v.object(grant) }),
  v.object({
    ...planned,
    kind: v.literal("normalization"),
    project: v.string(),
    before: v.object({ credential: v.string(), pullCredentials: v.string() }),
    after: v.object({ credential: arn(parseSecretArn), pullCredentials: v.literal("SERVICE_ROLE") }),
    managedBy: orAbsent(v.string()),
  }),
]);

export const FindingSchema: v.GenericSchema<unknown, Finding> = v.object({
  rule: v.picklist(ruleIds),
  severity: v.picklist(["high", "medium", "low", "info"]),
  subject: v.variant("kind", [
    v.object({ kind: v.literal("project"), name: v.string() }),
    v.object({ kind: v.literal("role"), arn: v.string() }),
  ]),
  account: v.string(),
  region: v.string(),
  title: v.string(),
  evidence: v.array(v.tuple([v.string(), v.string()])),
  remedy: v.string(),
});
