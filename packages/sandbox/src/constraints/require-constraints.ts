import type { Service } from "../service.ts";
import { refusalOf } from "./refusal-of.ts";
import { violationsOf } from "./violations.ts";

/**
 * Every input passes through here before anyone's rights are looked at, as at AWS: a caller without rights learns first
 * that the form is wrong.
 * @throws the service's error for an input that its model does not allow
 */
export function requireConstraints(service: Service, operation: string, input: unknown): void {
  const violations = service.constraints ? violationsOf(operation, input, service.constraints) : [];
  if (violations.length > 0) throw refusalOf(violations, service);
}
