/** The inline policies of a role or a user. */
import { sizeInIam } from "@pullpass/access";
import type { Call } from "../../service.ts";
import { encoded, readDocument } from "./documents.ts";
import { limitExceeded, noSuchEntity } from "./errors.ts";
import { required } from "./names.ts";
import { page } from "./page.ts";
import type { Identity } from "./state.ts";

type Kind = "role" | "user";

interface InlinePolicy {
  readonly PolicyName: string | undefined;
  readonly PolicyDocument: string | undefined;
}

/** Over all inline policies, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostBytes: Readonly<Record<Kind, number>> = { role: 10_240, user: 2048 };

/** @throws MalformedPolicyDocumentException, LimitExceededException */
export function putInline(
  identity: Identity,
  { PolicyName, PolicyDocument }: InlinePolicy,
  kind: Kind,
  call: Call,
): void {
  const name = required("policyName", PolicyName);
  const document = readDocument("policyDocument", PolicyDocument, "inline", call);
  const others = [...identity.inline]
    .filter(([other]) => other !== name)
    .map(([, other]) => sizeInIam(other));
  if (others.reduce((sum, size) => sum + size, sizeInIam(document)) > mostBytes[kind]) {
    throw limitExceeded(
      `Maximum policy size of ${mostBytes[kind]} bytes exceeded for ${kind} ${identity.name}`,
    );
  }
  identity.inline.set(name, document);
}

/** @throws NoSuchEntityException */
export function getInline({ inline }: Identity, policyName: string | undefined, kind: Kind) {
  const PolicyName = required("policyName", policyName);
  const document = inline.get(PolicyName);
  if (document === undefined) throw noSuchPolicy(PolicyName, kind);
  return { PolicyName, PolicyDocument: encoded(document) };
}

/** @throws NoSuchEntityException */
export function deleteInline({ inline }: Identity, policyName: string | undefined, kind: Kind): void {
  const name = required("policyName", policyName);
  if (!inline.delete(name)) throw noSuchPolicy(name, kind);
}

export function listInline({ inline }: Identity, request: Parameters<typeof page>[2]) {
  const { items, ...rest } = page(inline.keys(), (name) => name, request);
  return { PolicyNames: [...items], ...rest };
}

function noSuchPolicy(name: string, kind: Kind) {
  return noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
}
