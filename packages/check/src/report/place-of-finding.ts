/** Where in the files a finding is to be mended. */
import type { Finding, RuleId } from "@pullpass/core";
import type { Declared, DeclaredProject, Place } from "../declared/declared.ts";
import { textOf } from "../worlds/value.ts";

export function placeOfFinding(
  { rule, evidence }: Pick<Finding, "rule" | "evidence">,
  project: DeclaredProject,
  { role, secret, key }: Around,
): Place {
  switch (areas[rule]) {
    case "image":
      return project.placeOf("Environment", "Image");
    case "pull type":
      return project.placeOf("Environment", "ImagePullCredentialsType");
    case "login":
      return loginPlace(evidence, project);
    case "trust":
      return role?.placeOf("AssumeRolePolicyDocument") ?? project.placeOf("ServiceRole");
    case "role":
      return role?.placeOf("Policies") ?? project.placeOf("ServiceRole");
    case "secret":
      return secret?.placeOf() ?? credentialPlace(project);
    case "key":
      return key?.placeOf("KeyPolicy") ?? secret?.placeOf("KmsKeyId") ?? credentialPlace(project);
    default:
      return credentialPlace(project);
  }
}

/** What the project uses of what the files make. */
export interface Around {
  readonly role: Declared["roles"][number] | undefined;
  readonly secret: Declared["secrets"][number] | undefined;
  readonly key: Declared["keys"][number] | undefined;
}

type Area = "image" | "pull type" | "login" | "credential" | "trust" | "role" | "secret" | "key";

/** The credential's, unless it is said otherwise. */
const areas: Readonly<Partial<Record<RuleId, Area>>> = {
  "access-missing": "role",
  "access-still-denied": "role",
  "decrypt-missing": "role",
  "grant-unneeded": "role",
  "image-malformed": "image",
  "image-misread": "image",
  "image-takes-no-credential": "image",
  "key-policy-denies": "key",
  "key-unusable": "key",
  "plaintext-credential": "login",
  "policy-malformed": "role",
  "policy-quota": "role",
  "pull-type-wrong": "pull type",
  "registry-unresolvable": "image",
  "registry-vpc-only": "image",
  "role-not-codebuild": "trust",
  "role-protected": "trust",
  "secret-empty": "secret",
  "secret-malformed": "secret",
  "secret-no-consent": "secret",
  "secret-pending-deletion": "secret",
  "secret-rotation-on": "secret",
};

function credentialPlace(project: DeclaredProject): Place {
  return project.placeOf("Environment", "RegistryCredential", "Credential");
}

/** The first of the variables, unless it is the credential itself. */
function loginPlace(evidence: Finding["evidence"], project: DeclaredProject): Place {
  const names = new Map(evidence).get("variables")?.split(", ") ?? [];
  const index = project.variables.findIndex(({ name }) => names.includes(textOf(name) ?? ""));
  return index < 0 ? credentialPlace(project) : project.placeOf("Environment", "EnvironmentVariables", index);
}
