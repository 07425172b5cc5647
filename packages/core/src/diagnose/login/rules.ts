/** What can be wrong with a secret's login and the image that it is for: seen by whoever reads the value and asks the registry. */
import type { Rule } from "../rules/rule.ts";

/** As rules are described, without a project that they would look at. */
export type LoginRule = Pick<Rule, "id" | "severity" | "about">;

export const secretMalformed: LoginRule = {
  id: "secret-malformed",
  severity: "high",
  about:
    'The secret\'s value is not JSON with "username" and "password" as strings that are not empty. The finding says which form ' +
    "it has instead, and shows nothing of it. Names in another case are medium: whether CodeBuild minds that is not known. " +
    "`pullpass check-credentials` finds it, and a deployment with `credentialChecks`.",
};

export const credentialsRejected: LoginRule = {
  id: "credentials-rejected",
  severity: "high",
  about:
    "The registry, or its token server, does not accept the user name and the password in the secret. " +
    "`pullpass check-credentials` finds it, and a deployment with `credentialChecks`.",
};

export const imageNotFound: LoginRule = {
  id: "image-not-found",
  severity: "high",
  about:
    "The registry accepts the login, and shows it no such image: the repository or the tag is not there, or the login may not " +
    "see it. Registries do not tell one from the other. `pullpass check-credentials` finds it, and a deployment with `credentialChecks`.",
};

export const imagePlatformMismatch: LoginRule = {
  id: "image-platform-mismatch",
  severity: "high",
  about:
    "The image is not built for the environment: for another system, another processor, or another version of Windows. " +
    "`pullpass check-credentials` finds it, and a deployment with `credentialChecks`.",
};

export const rateLimited: LoginRule = {
  id: "rate-limited",
  severity: "medium",
  about:
    "The registry answers nothing more for a while, because this login or this address asked too often. CodeBuild asks from " +
    "other addresses. `pullpass check-credentials` finds it, and a deployment with `credentialChecks`.",
};

/** In the order of their ids. */
export const loginRules: readonly LoginRule[] = [
  credentialsRejected,
  imageNotFound,
  imagePlatformMismatch,
  rateLimited,
  secretMalformed,
];
