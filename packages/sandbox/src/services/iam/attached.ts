/** The managed policies attached to a role or a user. */
import type { Call } from "../../service.ts";
import { limitExceeded, noSuchEntity } from "./errors.ts";
import { findAttachable, stateOf } from "./find.ts";
import { required } from "./names.ts";
import { type IamPageRequest, page } from "./page.ts";
import type { Identity } from "./state.ts";

/** @throws NoSuchEntityException, LimitExceededException */
export function attach(
  { attached }: Identity,
  policyArn: string | undefined,
  kind: "Role" | "User",
  call: Call,
): void {
  const { arn } = findAttachable(policyArn, call);
  if (attached.size >= mostAttached && !attached.has(arn)) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind}: ${mostAttached}`);
  }
  attached.add(arn);
}

/** @throws NoSuchEntityException */
export function detach({ attached }: Identity, policyArn: string | undefined): void {
  const arn = required("policyArn", policyArn);
  if (!attached.delete(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
}

export function listAttached(
  { attached }: Identity,
  { PathPrefix = "/", ...request }: IamPageRequest & { readonly PathPrefix?: string | undefined },
  call: Call,
) {
  const { policies } = stateOf(call);
  const found = [...attached]
    .flatMap((arn) => policies.get(arn) ?? [])
    .filter(({ path }) => path.startsWith(PathPrefix));
  const { items, ...rest } = page(found, ({ arn }) => arn, request);
  return { AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })), ...rest };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostAttached = 10;
