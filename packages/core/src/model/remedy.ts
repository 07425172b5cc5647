/** What somebody can do about a finding, as data: every form that people read is printed from it. */
import type { RoleArn, SecretArn } from "./arn.ts";

/** Every step is needed, in this order. */
export type Remedy = readonly RemedyStep[];

export type RemedyStep =
  /** A statement that a policy lacks. */
  | {
      readonly kind: "statement";
      readonly place: PolicyPlace;
      readonly role: RoleArn;
      readonly statement: PolicyStatement;
    }
  /** A statement that denies, and from which the role is to be excluded. */
  | {
      readonly kind: "exclusion";
      readonly place: PolicyPlace;
      readonly role: RoleArn;
      /** `statement 2 (NoSecrets)` */
      readonly statement: string;
      /** The whole of the statement's `Condition` as it should be. */
      readonly condition: ConditionElement;
    }
  /** An identity that is gone, which a policy that is to be changed still names by its id: AWS would not store it. */
  | { readonly kind: "removal"; readonly place: PolicyPlace; readonly identity: string }
  /** Projects that a secret's tags are to let in. */
  | {
      readonly kind: "consent";
      readonly secret: SecretArn;
      readonly region: string;
      readonly projects: readonly string[];
      readonly tagPrefix: string;
      readonly why: string;
    }
  /** A member of a project to change, where the project is defined. */
  | {
      readonly kind: "member";
      readonly project: string;
      readonly member: ProjectMember;
      /** `undefined`: to be removed. */
      readonly value: string | undefined;
    }
  /** A command of pullpass, which mends it. */
  | {
      readonly kind: "pullpass";
      readonly command: "apply";
      readonly project: string;
      readonly region: string;
    }
  /** A command for a shell. It can be pasted as it is: what a person has to write first, and where, its purpose says. */
  | { readonly kind: "command"; readonly purpose: string; readonly command: string }
  /** What only a person can decide or do: one or two sentences. */
  | { readonly kind: "advice"; readonly text: string };

export type ProjectMember = "image" | "credential" | "imagePullCredentialsType" | "serviceRole";

/** Where a statement stands, or is to stand. */
export interface PolicyPlace {
  readonly layer:
    | "role"
    | "boundary"
    | "resource policy"
    | "key policy"
    | "service control policy"
    | "trust policy";
  /** The ARN of what the policy is on, or the name of the policy. */
  readonly of: string;
}

/** One statement of a policy document. */
export interface PolicyStatement {
  readonly Effect: "Allow";
  readonly Principal?: { readonly AWS: string } | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string;
  readonly Condition?: ConditionElement;
}

/** By operator, then key. */
export type ConditionElement = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
