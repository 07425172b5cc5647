import type { RotationRulesType, StatusType, Tag } from "@aws-sdk/client-secrets-manager";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";

/** A secret, or the replica of one in another Region, as Secrets Manager keeps it. */
export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly place: Place;
  readonly created: Date;
  /** By version id, oldest first. */
  readonly versions: Map<string, Version>;
  description: string | undefined;
  /** As `DescribeSecret` shows it; undefined for the AWS managed key. */
  kmsKeyId: string | undefined;
  tags: readonly Tag[];
  /** The resource policy's JSON text, as it was put. */
  resourcePolicy: string | undefined;
  changed: Date;
  accessed: Date | undefined;
  deletion: Deletion | undefined;
  rotation: Rotation | undefined;
  /** On replicas, and on primaries that have any. */
  primaryRegion: string | undefined;
  /** By Region; on primaries only. */
  readonly replicas: Map<string, ReplicaStatus>;
}

/** One value of a secret; `dataKeys` are wrapped by the KMS keys that can open it, newest first. */
export interface Version {
  readonly id: string;
  readonly created: Date;
  readonly value: SecretValue;
  stages: ReadonlySet<string>;
  dataKeys: readonly Uint8Array[];
  accessed: Date | undefined;
}

export type SecretValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "binary"; readonly bytes: Uint8Array };

/** A deletion under way: asked for at `asked`, due at `due`. */
export interface Deletion {
  readonly asked: Date;
  readonly due: Date;
  readonly cancel: () => void;
}

interface Rotation {
  readonly enabled: boolean;
  readonly lambdaArn: string | undefined;
  readonly rules: RotationRulesType | undefined;
  readonly rotated: Date | undefined;
}

interface ReplicaStatus {
  readonly kmsKeyId: string | undefined;
  readonly status: StatusType;
  readonly message: string | undefined;
}

/** The secrets of that account in that Region, by ARN, oldest first. */
export function secretsIn(place: Place, sandbox: Sandbox): Map<string, Secret> {
  return sandbox.store(`secretsmanager:${place.account}:${place.region}`, () => new Map<string, Secret>());
}
