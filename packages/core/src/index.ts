/** The public names, in the order of the arrow. */

export { announceUntold, type UntoldPorts } from "./announce-untold.ts";
export { apply } from "./apply/apply.ts";
export { type FailedChange, type Outcome, supersededReason } from "./apply/outcome.ts";
export { updateUnchanged } from "./apply/update-project.ts";
export type { BuildRetries } from "./build-records.ts";
export {
  type CheckedLogins,
  checkLogins,
  type LoginPorts,
  type Logins,
  type SecretValues,
} from "./check-logins.ts";
export { type DecodeOptions, decodeEvent } from "./decode/decode.ts";
export { secretLabelUpdated } from "./decode/secret-label.ts";
export { type DiagnosedProject, type Diagnosis, diagnose } from "./diagnose/diagnose.ts";
export * from "./diagnose/diagnosis.ts";
export { examineImage, type ImageFinding } from "./diagnose/examine-image.ts";
export { type ImageVerdict, judgeImage } from "./diagnose/image-verdict.ts";
export {
  type CheckedPull,
  type CheckedSecret,
  examineLogin,
  examineSecretValue,
  rateEvidence,
} from "./diagnose/login/examine-login.ts";
export { platformName } from "./diagnose/login/platform.ts";
export { tally } from "./diagnose/tally.ts";
export { AccessDenied, AwsFailure, NotFound, Refused, Throttled, Unavailable } from "./errors.ts";
export { type HubSettings, type ImportPorts, importFindings } from "./import-findings.ts";
export { inParallel } from "./in-parallel.ts";
export { type Ingested, type IngestPorts, ingest } from "./ingest.ts";
export { memoryLedger } from "./ledger/memory.ts";
export {
  loginPartitions,
  mutesPartitions,
  noticesPartitions,
  openFindingsPartitions,
  receiptsPartitions,
  registryPartitions,
} from "./ledger/partition.ts";
export { noticeFromStream } from "./ledger/stream.ts";
export { indexes, type TableDefinition, tableDefinition, ttlAttribute } from "./ledger/table.ts";
export { type LookedAt, type LookPorts, look } from "./look.ts";
export {
  arnParts,
  ownRolePath,
  parseProjectArn,
  parseRoleArn,
  type RoleArn,
  roleName,
  type SecretArn,
} from "./model/arn.ts";
export type { BindGrants } from "./model/binding.ts";
export type { Build } from "./model/build.ts";
export { type Change, type Grant, projectsOf, type RecordedGrant } from "./model/change.ts";
export { claimParameter, type RegionClaim } from "./model/claim.ts";
export { type Consent, consentCovers, consentOf, consentWith } from "./model/consent.ts";
export {
  allowing,
  type ConsentChange,
  type ConsentRequest,
  type ConsentTags,
  disallowing,
} from "./model/consent-change.ts";
export { maskCredential, readCredential } from "./model/credential.ts";
export { statusesOfNoFailure } from "./model/failed-pull.ts";
export {
  type Evidence,
  type Finding,
  type Mender,
  type RuleId,
  ruleIds,
  type Severity,
  severities,
} from "./model/finding.ts";
export {
  type ImageReference,
  InvalidImageReference,
  maskImage,
  parseImageReference,
  registryOf,
} from "./model/image.ts";
export { isJsonObject } from "./model/json.ts";
export * from "./model/login-check.ts";
export * from "./model/mute.ts";
export { nearestNames, nearestSecrets } from "./model/nearest.ts";
export { globalRegionOf, partitionOf } from "./model/partition.ts";
export type { Project, WholeEnvironment } from "./model/project.ts";
export { protectedRoles } from "./model/protected-roles.ts";
export { everyRole, type Reach, type RoleTag, roleTagOf } from "./model/reach.ts";
export { type HostVerdict, judgeAddress } from "./model/registry-address.ts";
export { judgeHost } from "./model/registry-host.ts";
export * from "./model/registry-sight.ts";
export type { Remedy } from "./model/remedy.ts";
export { retryTag } from "./model/retry.ts";
export { pulledLabel, type Secret } from "./model/secret.ts";
export { readSecretValue, type SecretValue } from "./model/secret-value.ts";
export { type Settings, type SharedRoles, settingsWithoutDeployment } from "./model/settings.ts";
export type { Cause, Ignored, SingleTrigger, Trigger } from "./model/trigger.ts";
export { mergedWork, type Work } from "./model/work.ts";
export { type AsffFinding, asffOf } from "./notice/asff.ts";
export { actorName } from "./notice/cause-text.ts";
export { jsonLines } from "./notice/json-lines.ts";
export { menderText } from "./notice/mender-text.ts";
export { readersName, secretName, secretOf } from "./notice/names.ts";
export type { Notice } from "./notice/notice.ts";
export { listed, pasteable, plain, plainJson } from "./notice/plain.ts";
export type * from "./notice/ports.ts";
export {
  type CommandOptions,
  noOptions,
  type PrintedStep,
  printedSteps,
  remedyText,
} from "./notice/remedy-text.ts";
export { deedOf } from "./notice/subject.ts";
export { timeInWords } from "./notice/time.ts";
export { notify, notifyCollected } from "./notify.ts";
export type { Announced, SendingProgress } from "./notify-receipts.ts";
export type { NotifyPorts } from "./notify-targets.ts";
export type { BulkReads } from "./observe/account/bulk-reads.ts";
export { grantsOnPolicies } from "./observe/grants-on-policies.ts";
export { listedKeyUses } from "./observe/listed-key-uses.ts";
export { observe } from "./observe/observe.ts";
export { registriesWithZones } from "./observe/private-zones.ts";
export { usesOfProject } from "./observe/project-uses.ts";
export { onlyOnce } from "./observe/reading.ts";
export { recordedSights } from "./observe/recorded-sights.ts";
export type { ObserveSettings } from "./observe/settings.ts";
export type { Snapshot } from "./observe/snapshot.ts";
export type { Plan } from "./plan/decided.ts";
export { plan } from "./plan/plan.ts";
export { type AsCode, asFile, type Proposed } from "./policy/as-code.ts";
export {
  type GuardrailQuestion,
  type Guardrails,
  guardrails,
} from "./policy/guardrails.ts";
export { grantedBy } from "./policy/policy-reader.ts";
export type * from "./ports.ts";
export { type Meaning, meaningOf, pullMessages } from "./pull-messages/meaning-of.ts";
export type { PullMessage } from "./pull-messages/pull-message.ts";
export { type EachRead, readEach } from "./read-each.ts";
export { Incomplete, type Reconciled, type ReconcileOptions, reconcile } from "./reconcile.ts";
export { everyProject } from "./scope/listing.ts";
export type { DeploymentScope } from "./scope/place.ts";
export { type Scoped, scope } from "./scope/scope.ts";
export { everything } from "./scope/sweep.ts";
export { type StartedAgain, startAgain } from "./start-again.ts";
export { type StateOfWork, stateOfWork } from "./state-of-work.ts";
export { type SummarizePorts, summarize } from "./summarize.ts";
export { type SweepPorts, type Swept, sweep } from "./sweep.ts";
export type { OlderFindings } from "./sweep-records.ts";
export type { Told } from "./tell-targets.ts";
export { applyUndo, type KeepOff, type UndoOutcome } from "./undo/apply-undo.ts";
export { planUndo } from "./undo/plan-undo.ts";
export type { RefusedUndo, RoleUndo } from "./undo/undone.ts";
