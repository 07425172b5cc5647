/** The parts of the steps that the laptop's report is put together from; nothing that is deployed imports it. */
export { projectOf } from "./aws/project.ts";
export { asFarAsRead, decisionOn, dependencyText, statementRef } from "./diagnose/access/answer.ts";
export { isSameForSecrets } from "./diagnose/access/context.ts";
export {
  type Asker,
  decryptQuestion,
  identityOf,
  layerOf,
  principalOf,
  readQuestion,
} from "./diagnose/access/questions.ts";
export { letsServiceIn, type ServiceCall } from "./diagnose/access/service-call.ts";
export { notLookedAt } from "./diagnose/chain/link.ts";
export { stepOf } from "./diagnose/chain/place-in-chain.ts";
export { type DecidingCause, decidingCause, nextStep } from "./diagnose/next-step.ts";
export type { FoundSecret } from "./diagnose/project-facts.ts";
export { ruleTexts } from "./diagnose/rule-texts.ts";
export {
  InvalidArn,
  isRoleName,
  type KeyArn,
  ownPolicyName,
  type ProjectArn,
  parseKeyArn,
  parseSecretArn,
} from "./model/arn.ts";
export { projectKey } from "./model/binding.ts";
export type { Known } from "./model/known.ts";
export { fleetOf } from "./model/project.ts";
export type { RemedyStep } from "./model/remedy.ts";
export { causeShape, generalized, isOwn, shapeOf } from "./model/same-cause.ts";
export type { Key } from "./model/secret.ts";
export { parseSecretReference } from "./model/secret.ts";
export { type Tags, tagsOf } from "./model/tags.ts";
export { command } from "./notice/shell.ts";
export { listThenDescribe } from "./observe/account/list-then-describe.ts";
export { memoizedReads } from "./observe/account/memoized-reads.ts";
export {
  type AccountView,
  readAccount,
  type UnreadBulk,
  unreadAccount,
} from "./observe/account/read-account.ts";
export { readOrganization } from "./observe/organization.ts";
export { known, once, parsedJson } from "./observe/reading.ts";
export { secretDetails } from "./observe/secret-details.ts";
export type { OrganizationState, RoleState } from "./observe/snapshot.ts";
export { needsSecret } from "./plan/grants.ts";
export { findingsFor } from "./plan/repairs.ts";
export { rolePolicy } from "./policy/role-policy.ts";
