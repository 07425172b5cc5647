/** The policy documents of IAM. */
import type { Fault } from "@pullpass/access";
import { type Answer, firstAnswer, policyFaults } from "../../policy-faults.ts";
import type { Call } from "../../service.ts";
import { limitExceeded, malformedPolicy } from "./errors.ts";
import { required } from "./names.ts";

/** What the document is for: it decides what is in it, how long it may be, and what IAM says to faults. */
export type DocumentUse = "inline" | "managed" | "trust";

/**
 * The policy's text, if IAM takes it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws MalformedPolicyDocumentException, LimitExceededException
 */
export function readDocument(
  member: string,
  text: string | undefined,
  use: DocumentUse,
  call: Pick<Call, "sandbox">,
): string {
  const document = required(member, text);
  const kind = use === "trust" ? "trust" : "identity";
  const faults = policyFaults(document, kind, call, { managed: use === "managed" });
  if (faults === undefined)
    throw malformedPolicy(use === "trust" ? "This policy contains invalid Json" : syntaxErrors);
  const inForm = faults.filter(({ code }) => code !== "too-large");
  if (inForm.length > 0)
    throw malformedPolicy(firstAnswer(inForm, use === "trust" ? toTrust : toIdentity) ?? syntaxErrors);
  const [tooLarge] = faults;
  // what inline policies have together is counted where they are put
  if (tooLarge && use !== "inline")
    throw limitExceeded(`Cannot exceed quota for ${quotas[use]}: ${tooLarge.value}`);
  return document;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const quotas = { managed: "PolicySize", trust: "ACLSizePerRole" } as const;

/** Documents in replies are URL-encoded by RFC 3986. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const syntaxErrors = "Syntax errors in policy.";

const sidsAreAlphanumeric =
  "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";

/**
 * Identity policies, in the order in which IAM looks, and with its words, as moto's authors recorded both from AWS.
 * https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py
 */
const toIdentity: readonly Answer[] = [
  {
    to: [
      "element-type",
      "element-unknown",
      "element-pair",
      "statement-missing",
      "effect",
      "version",
      "condition-operator",
    ],
    words: syntaxErrors,
  },
  { to: ["principal-prohibited"], words: "Policy document should not specify a principal." },
  { to: ["version-old"], words: "Policy document must be version 2012-10-17 or greater." },
  { to: ["effect-case", "date-value", "resource-incomplete"], words: "The policy failed legacy parsing" },
  { to: ["sid-repeated"], words: "Statement IDs (SID) in a single policy must be unique." },
  { to: ["sid-characters"], words: sidsAreAlphanumeric },
  { to: ["action-missing"], words: "Policy statement must contain actions." },
  {
    to: ["resource-form", "resource-partition", "resource-vendor", "resource-region", "resource-path"],
    words: resourceWords,
  },
  {
    to: ["action-without-vendor"],
    words: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  },
  { to: ["action-colons"], words: "Actions/Condition can contain only one colon." },
  { to: ["action-vendor"], words: ({ value }) => `Vendor ${value} is not valid` },
  { to: ["resource-missing"], words: "Policy statement must contain resources." },
];

function resourceWords({ code, value = "" }: Fault): string {
  const [, partition, ...rest] = value.split(":");
  const [service = "*", region = "*", account = "*", ...resource] = rest;
  switch (code) {
    case "resource-partition":
      return `Partition "${partition}" is not valid for resource "arn:${partition}:${service}:${region}:${account}:${resource.join(":") || "*"}".`;
    case "resource-vendor":
      return "Resource vendor must be fully qualified and cannot contain regexes.";
    case "resource-region":
      return service === "iam"
        ? `IAM resource ${value} cannot contain region information.`
        : `Resource ${value} can not contain region information.`;
    case "resource-path":
      return 'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.';
    default:
      return `Resource ${value} must be in ARN format or "*".`;
  }
}

/**
 * Trust policies, with the words that people report of IAM; those on principals and actions are met often, the others
 * and the order are unverified: one CreateRole with each fault would settle them.
 */
const toTrust: readonly Answer[] = [
  { to: ["version"], words: "The policy must contain a valid version string" },
  { to: ["statement-missing"], words: "Could not parse the policy: Statement is empty!" },
  { to: ["effect", "effect-case"], words: "Missing required field Effect" },
  { to: ["not-principal-allowed"], words: "Allow with NotPrincipal is not allowed." },
  { to: ["principal-prohibited"], words: "AssumeRole policy must not contain NotPrincipal field." },
  { to: ["principal-missing"], words: "Missing required field Principal" },
  {
    to: ["principal-type", "principal-form", "principal-unknown"],
    words: ({ code, value = "" }) =>
      `Invalid principal in policy: ${code === "principal-type" ? `"${value}"` : value.replace(/^"Service"/, '"SERVICE"')}`,
  },
  { to: ["action-missing"], words: "Missing required field Action" },
  { to: ["action-of-other-service"], words: "AssumeRole policy may only specify STS AssumeRole actions." },
  {
    to: ["resource-prohibited"],
    words: ({ value }) =>
      value === "Resource"
        ? "Has prohibited field Resource"
        : "AssumeRole policy must not contain resources.",
  },
  { to: ["sid-repeated"], words: "The Statement Ids in the policy are not unique" },
  { to: ["sid-characters"], words: sidsAreAlphanumeric },
];
