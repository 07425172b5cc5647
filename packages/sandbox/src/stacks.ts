/** Stacks, as CloudFormation shows them once they are made. No template is carried out: who deploys makes the resources. */
import { createHash } from "node:crypto";
import type { Place } from "./caller.ts";
import type { Sandbox } from "./sandbox.ts";

export interface StackSettings {
  readonly name: string;
  /** The sandbox's own account unless another is named. */
  readonly account?: string;
  readonly region: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly resources: readonly StackResource[];
}

export interface StackResource {
  readonly logicalId: string;
  readonly physicalId: string;
  /** `AWS::Lambda::Function` */
  readonly type: string;
}

/** A stack as it is stored. */
export interface Stack extends Required<Omit<StackSettings, "account">> {
  readonly arn: string;
  readonly madeAt: Date;
}

/** Says that these resources are a stack's. The answer is its ARN. */
export function recordStack(
  sandbox: Sandbox,
  { account = sandbox.account, ...settings }: StackSettings,
): string {
  const { name, region } = settings;
  const place = { partition: sandbox.partition, account, region };
  const arn = stackArn(place, name);
  stackStore(sandbox, place).set(arn, { outputs: {}, ...settings, arn, madeAt: sandbox.clock.now() });
  return arn;
}

/** By ARN. */
export function stackStore(
  sandbox: Sandbox,
  { account, region }: Pick<Place, "account" | "region">,
): Map<string, Stack> {
  return sandbox.store(`cloudformation:${account}:${region}`, () => new Map());
}

/** The id at its end is not one of the sandbox's: whether there is a stack changes no other id. */
export function stackArn({ partition, account, region }: Place, name: string): string {
  const hash = createHash("sha256").update(`${account} ${region} ${name}`).digest("hex");
  const id = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(12, 16),
    hash.slice(16, 20),
    hash.slice(20, 32),
  ];
  return `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/${id.join("-")}`;
}
