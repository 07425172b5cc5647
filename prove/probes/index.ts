/** Every probe, and every guess that none is for. */
import type { Probe } from "../probe.ts";
import { boolVariable, grantAndBoundary, notResource, serviceRolePath, twoReasons } from "./access.ts";
import { busWithoutRole, patternStrictness, records, tagEvents } from "./events.ts";
import { busPolicies, keyPolicies, rolePolicies, trustPolicies } from "./policies.ts";
import { passRole, projectWords, roleByName, updateConditions, updateProject } from "./projects.ts";
import { credentialForms, credentialValues, pullWords, sessionKeys } from "./pulls.ts";
import { createSecretRight, secretKeys, secretWords } from "./secrets.ts";

/** What costs nothing comes first, what takes long last. */
export const probes: readonly Probe[] = [
  patternStrictness,
  busPolicies,
  busWithoutRole,
  serviceRolePath,
  rolePolicies,
  trustPolicies,
  keyPolicies,
  secretWords,
  secretKeys,
  updateProject,
  roleByName,
  projectWords,
  passRole,
  updateConditions,
  notResource,
  boolVariable,
  twoReasons,
  createSecretRight,
  grantAndBoundary,
  pullWords,
  sessionKeys,
  credentialForms,
  credentialValues,
  tagEvents,
  records,
];

export interface NotProbed {
  readonly file: string;
  readonly guess: string;
  /** Why no probe asks, and what would settle it. */
  readonly why: string;
}

export const notProbed: readonly NotProbed[] = [
  {
    file: "packages/core/src/model/ecr-host.ts",
    guess: "the dual-stack host of ECR Public, and host names of ECR in the isolated partitions",
    why: "No API of the account tells host names; Amazon ECR's pages would.",
  },
  {
    file: "packages/core/src/policy/role-policy.ts",
    guess: "kms:ViaService in China ends in amazonaws.com",
    why: "An account in China would have to decrypt under a customer managed key; run there, `session-keys` shows it.",
  },
  {
    file: "packages/core/src/decode/decode.ts",
    guess: "China's Regions send the same detail types",
    why: "Run in a Region of China, `records` finds the type that is expected or nothing.",
  },
  {
    file: "packages/sandbox/src/trail.ts",
    guess: "IAM's events outside the partition aws appear in one Region",
    why: "Run in that Region of the partition, `records` asks for TagRole.",
  },
  {
    file: "docs/operations.md",
    guess: "IAM's events outside the partition aws appear in one Region",
    why: "Run in that Region of the partition, `records` asks for TagRole.",
  },
  {
    file: "packages/sandbox/src/functions/map-stream.ts",
    guess: "how long Lambda waits before it reads a stream's batch again",
    why: "It needs a table, a function and an hour; nothing of pullpass depends on the time.",
  },
  {
    file: "packages/sandbox/src/services/sns/topic-attribute-rules.ts",
    guess: "which of several faults SNS names in a topic's policy",
    why: "Nothing of pullpass reads it; SetTopicAttributes with two faults would show.",
  },
  {
    file: "packages/sandbox/src/wire/lossless-json.ts",
    guess: "the words for a date or bytes of the wrong type",
    why: "The AWS SDK does not send them; nothing of pullpass reads them.",
  },
];
