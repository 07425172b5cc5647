import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html */
export const plaintextCredential = projectRule(
  {
    id: "plaintext-credential",
    severity: "high",
    about:
      "An environment variable of type PLAINTEXT is named like a registry's password or token. Everyone who may read the " +
      "project or its builds can read it. The value is never shown here.",
  },
  ({ project }) => {
    const names = project.plaintextVariables
      .filter(({ name, value }) => value !== "" && isCredentialName(name) && !isReference(value))
      .map(({ name }) => name);
    if (names.length === 0) return undefined;
    return {
      title: `Project ${project.name} keeps what looks like a registry credential in plain text.`,
      evidence: [["variables", [...new Set(names)].sort().join(", ")]],
      remedy:
        "Store it in a secret as JSON of username and password, let the project pull its image with that secret or give " +
        "the variables the type SECRETS_MANAGER, and change the password in the registry: it has been readable.",
    };
  },
);

const registryWords: readonly string[] = [
  "acr",
  "artifactory",
  "docker",
  "dockerhub",
  "gcr",
  "ghcr",
  "harbor",
  "hub",
  "image",
  "jfrog",
  "nexus",
  "oci",
  "pull",
  "quay",
  "registry",
];
const secretWords: readonly string[] = [
  "auth",
  "pass",
  "passwd",
  "password",
  "pat",
  "pw",
  "pwd",
  "secret",
  "token",
];
/** A name that ends so says where the credential is, not what it is. */
const pointerWords: readonly string[] = [
  "arn",
  "file",
  "id",
  "name",
  "parameter",
  "path",
  "url",
  "user",
  "username",
];

/** `DOCKER_PASSWORD`, `ghcrToken`, `DOCKER_AUTH_CONFIG`; not `DOCKER_SECRET_ARN`. */
function isCredentialName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/);
  const isPointer = pointerWords.includes(words.at(-1) ?? "");
  const isSecret = has(words, secretWords) || /(api|access)key/.test(words.join(""));
  return !isPointer && isSecret && has(words, registryWords);
}

function has(words: readonly string[], any: readonly string[]): boolean {
  return words.some((word) => any.includes(word));
}

/** An ARN, or another variable. */
function isReference(value: string): boolean {
  return value.startsWith("arn:") || /^\$(\{\w+\}|\w+)$/.test(value);
}
