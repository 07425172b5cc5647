/** ARNs as types: branded strings that only `parse…` makes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type RoleArn = Branded<"RoleArn">;
/** A secret's full ARN, with its six random characters, as Secrets Manager returned it. */
export type SecretArn = Branded<"SecretArn">;
export type KeyArn = Branded<"KeyArn">;
export type ProjectArn = Branded<"ProjectArn">;

export type Partition = "aws" | "aws-cn" | "aws-us-gov";

/** An ARN in its parts; `region` and `account` are empty where the service leaves them out. */
export interface Arn {
  readonly partition: Partition;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}
