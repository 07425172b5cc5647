/** Every rule, in the order of their ids: the order of a plan's findings. */
import { accessMissing } from "./access-missing.ts";
import { accessStillDenied } from "./access-still-denied.ts";
import { changeRefused } from "./change-refused.ts";
import { credentialMalformed } from "./credential-malformed.ts";
import { credentialNotArn } from "./credential-not-arn.ts";
import { decryptMissing } from "./decrypt-missing.ts";
import { grantUnbound } from "./grant-unbound.ts";
import { iacDrift } from "./iac-drift.ts";
import { imageMalformed } from "./image-malformed.ts";
import { imageMisread } from "./image-misread.ts";
import { imageTakesNoCredential } from "./image-takes-no-credential.ts";
import { keyPolicyDenies } from "./key-policy-denies.ts";
import { keyUnusable } from "./key-unusable.ts";
import { rulesOfLogins } from "./login-rules.ts";
import { plaintextCredential } from "./plaintext-credential.ts";
import { policyMalformed } from "./policy-malformed.ts";
import { policyQuota } from "./policy-quota.ts";
import { projectUnreadable } from "./project-unreadable.ts";
import { pullTypeWrong } from "./pull-type-wrong.ts";
import { registryCertificate } from "./registry-certificate.ts";
import { registryUnreachable } from "./registry-unreachable.ts";
import { registryUnresolvable } from "./registry-unresolvable.ts";
import { registryVpcOnly } from "./registry-vpc-only.ts";
import { roleNotCodebuild } from "./role-not-codebuild.ts";
import { roleOutOfReach } from "./role-out-of-reach.ts";
import { roleProtected } from "./role-protected.ts";
import { roleShared } from "./role-shared.ts";
import { roleUnreadable } from "./role-unreadable.ts";
import type { Rule } from "./rule.ts";
import { secretAmbiguous } from "./secret-ambiguous.ts";
import { secretCrossAccount } from "./secret-cross-account.ts";
import { secretEmpty } from "./secret-empty.ts";
import { secretNoConsent } from "./secret-no-consent.ts";
import { secretNotFound } from "./secret-not-found.ts";
import { secretPendingDeletion } from "./secret-pending-deletion.ts";
import { secretRotationOn } from "./secret-rotation-on.ts";
import { secretUnreadable } from "./secret-unreadable.ts";

const rulesOfReadings: readonly Rule[] = [
  accessMissing,
  accessStillDenied,
  changeRefused,
  credentialMalformed,
  credentialNotArn,
  decryptMissing,
  grantUnbound,
  iacDrift,
  imageMalformed,
  imageMisread,
  imageTakesNoCredential,
  keyPolicyDenies,
  keyUnusable,
  plaintextCredential,
  policyMalformed,
  policyQuota,
  projectUnreadable,
  pullTypeWrong,
  registryCertificate,
  registryUnreachable,
  registryUnresolvable,
  registryVpcOnly,
  roleNotCodebuild,
  roleOutOfReach,
  roleProtected,
  roleShared,
  roleUnreadable,
  secretAmbiguous,
  secretCrossAccount,
  secretEmpty,
  secretNoConsent,
  secretNotFound,
  secretPendingDeletion,
  secretRotationOn,
  secretUnreadable,
];

export const rules: readonly Rule[] = [...rulesOfReadings, ...rulesOfLogins].toSorted((a, b) =>
  a.id < b.id ? -1 : 1,
);
