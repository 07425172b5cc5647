/** What the files make, in one world: the same for every kind of file. */
import type { Position } from "../source/read-source.ts";
import type { Value } from "../worlds/value.ts";

/** Where in which file something stands. */
export interface Place extends Position {
  readonly file: string;
}

/** An account and a Region, as they are or as they are imagined in a world. */
export interface Home {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
}

interface DeclaredThing {
  /** What the file calls it: `BuildRole`, `aws_iam_role.build`. */
  readonly id: string;
  /** Of one of its members, by CloudFormation's names; of what is not written, the nearest above it. */
  readonly placeOf: (...path: (string | number)[]) => Place;
}

export interface DeclaredProject extends DeclaredThing {
  readonly home: Home;
  readonly name: string;
  /** As CodeBuild's API has it, but for what is open. */
  readonly image: Value;
  readonly environmentType: Value;
  readonly pullType: Value;
  /** `undefined` for a project without one. */
  readonly credential: Value;
  /** The id of the secret that the credential is taken from, where the file says so. */
  readonly meansSecret?: string;
  readonly variables: readonly DeclaredVariable[];
  readonly fleet: Value;
  readonly webhook: {
    readonly buildType: Value;
    readonly filters: readonly { readonly type: Value; readonly pattern: Value; readonly exclude: Value }[];
  };
  readonly role: Value;
  readonly tags: Value;
}

export interface DeclaredVariable {
  readonly name: Value;
  readonly value: Value;
  readonly type: Value;
}

export interface DeclaredRole extends DeclaredThing {
  readonly arn: string;
  readonly name: string;
  readonly tags: Value;
  readonly trust: Value;
  /** ARN of a managed policy. */
  readonly boundary: Value;
  readonly inline: readonly DeclaredPolicy[];
  /** ARNs of managed policies. */
  readonly attached: readonly Value[];
  /** What else may be in its policies: of a role that the files only read. */
  readonly unseen?: string;
}

export interface DeclaredPolicy {
  readonly name: string;
  readonly document: Value;
  /** Whether it is there at all is open. */
  readonly maybe?: string;
}

export interface DeclaredSecret extends DeclaredThing {
  readonly home: Home;
  readonly arn: string;
  readonly name: string;
  readonly tags: Value;
  /** Absent for the default key. */
  readonly key: Value;
  readonly rotation: boolean;
  readonly policies: readonly Value[];
  /** Regions that have a copy. */
  readonly replicas: readonly Value[];
}

export interface DeclaredKey extends DeclaredThing {
  readonly arn: string;
  readonly aliases: readonly Value[];
  readonly policy: Value;
  readonly enabled: Value;
  readonly spec: Value;
}

/** A managed policy. */
export interface DeclaredDocument {
  readonly arn: string;
  readonly document: Value;
}

export interface Declared {
  readonly projects: readonly DeclaredProject[];
  readonly roles: readonly DeclaredRole[];
  readonly secrets: readonly DeclaredSecret[];
  readonly keys: readonly DeclaredKey[];
  readonly policies: readonly DeclaredDocument[];
  /** What the files call what is imagined in this world: by the ARN, the account's id, the Region. */
  readonly calledInFile: ReadonlyMap<string, string>;
}
