import type { Service } from "./service.ts";

/** Is the service the same in every Region? */
export function isGlobal({ signingName }: Pick<Service, "signingName">): boolean {
  return ["iam", "organizations", "route53"].includes(signingName);
}
