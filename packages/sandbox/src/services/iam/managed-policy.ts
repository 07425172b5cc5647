/** A managed policy with its versions. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly created: Date;
  readonly description: string | undefined;
  readonly versions: Map<string, PolicyVersion>;
  readonly tags: Map<string, string>;
  updated: Date;
  defaultVersionId: string;
  /** How many versions there have ever been: ids are not used again. */
  versionsMade: number;
}

export interface PolicyVersion {
  readonly id: string;
  /** JSON text. */
  readonly document: string;
  readonly created: Date;
}
