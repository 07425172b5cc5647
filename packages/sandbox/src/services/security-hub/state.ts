import { type AwsSecurityFinding, InvalidAccessException } from "@aws-sdk/client-securityhub";
import type { Sandbox } from "../../sandbox.ts";
import type { Call, Permission, Place } from "../../service.ts";

/** Of an account in a Region. What it holds stays when it is disabled, for 90 days at AWS. */
export interface Hub {
  /** When it was enabled; absent where it is not. */
  enabledAt: Date | undefined;
  /** By product and id. */
  readonly findings: Map<string, AwsSecurityFinding>;
}

export function hubOf(sandbox: Sandbox, place: Place): Hub {
  return sandbox.store(`securityhub:${place.account}:${place.region}`, () => ({
    enabledAt: undefined,
    findings: new Map(),
  }));
}

/** @throws InvalidAccessException where it is not enabled */
export function requireHub({ sandbox, place }: Call): Hub & { readonly enabledAt: Date } {
  const hub = hubOf(sandbox, place);
  const { enabledAt } = hub;
  if (enabledAt === undefined) {
    throw new InvalidAccessException({
      message: `Account ${place.account} is not subscribed to AWS Security Hub`,
      $metadata: {},
    });
  }
  return { ...hub, enabledAt };
}

export function hubArn({ place }: Pick<Call, "place">): string {
  return `arn:${place.partition}:securityhub:${place.region}:${place.account}:hub/default`;
}

export function hubPermission(action: string, call: Call): Permission {
  return { action: `securityhub:${action}`, resource: hubArn(call) };
}
