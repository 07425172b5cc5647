/** Every rule, in the order of their ids: the order of a plan's findings. */
import { accessStillDenied } from "./access-still-denied.ts";
import { iacDrift } from "./iac-drift.ts";
import { imageTakesNoCredential } from "./image-takes-no-credential.ts";
import { keyPolicyDenies } from "./key-policy-denies.ts";
import { keyUnusable } from "./key-unusable.ts";
import { plaintextCredential } from "./plaintext-credential.ts";
import { policyQuota } from "./policy-quota.ts";
import { registryUnresolvable } from "./registry-unresolvable.ts";
import { registryVpcOnly } from "./registry-vpc-only.ts";
import { roleNotCodebuild } from "./role-not-codebuild.ts";
import { roleProtected } from "./role-protected.ts";
import type { Rule } from "./rule.ts";
import { secretAmbiguous } from "./secret-ambiguous.ts";
import { secretCrossAccount } from "./secret-cross-account.ts";
import { secretNoConsent } from "./secret-no-consent.ts";
import { secretNotFound } from "./secret-not-found.ts";
import { secretPendingDeletion } from "./secret-pending-deletion.ts";
import { secretRotationOn } from "./secret-rotation-on.ts";

export const rules: readonly Rule[] = [
  accessStillDenied,
  iacDrift,
  imageTakesNoCredential,
  keyPolicyDenies,
  keyUnusable,
  plaintextCredential,
  policyQuota,
  registryUnresolvable,
  registryVpcOnly,
  roleNotCodebuild,
  roleProtected,
  secretAmbiguous,
  secretCrossAccount,
  secretNoConsent,
  secretNotFound,
  secretPendingDeletion,
  secretRotationOn,
];
