import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html */
export const plaintextCredential = projectRule(
  {
    id: "plaintext-credential",
    severity: "high",
    about:
      "A login was written where everyone who may read the project or its builds can read it: as its registry " +
      "credential, where the name of a secret belongs, or in an environment variable of type PLAINTEXT that is named like " +
      "a registry's password or token. The value is never shown.",
  },
  ({ project, credential, image }) => {
    const names = [
      ...new Set(
        project.plaintextVariables
          .filter(({ name, value }) => value !== "" && isCredentialName(name) && !isReference(value))
          .map(({ name }) => name),
      ),
    ].sort();
    const pasted = credential?.kind === "login" ? credential : undefined;
    if (names.length === 0 && pasted === undefined) return undefined;
    return {
      title: `Project ${project.name} keeps what looks like a registry login in plain text.`,
      evidence: [
        ...(pasted === undefined ? [] : [["credential", pasted.text] as const]),
        ...(names.length === 0 ? [] : [["variables", names.join(", ")] as const]),
      ],
      remedy: [
        {
          kind: "advice",
          text: "Change the password in the registry: treat it as exposed.",
        },
        {
          kind: "advice",
          text: `Store the new login in a secret, as JSON with "username" and "password".`,
        },
        ...(pasted === undefined
          ? []
          : [
              {
                kind: "member",
                project: project.name,
                member: "credential",
                value: "the ARN of that secret",
              } as const,
            ]),
        ...(names.length === 0
          ? []
          : [
              {
                kind: "advice",
                text: "Remove the variables: let the project pull its image with that secret, or give them the type SECRETS_MANAGER.",
              } as const,
            ]),
      ],
      mender: "project owner",
      blocks: pasted !== undefined && image.kind !== "takes-none" && image.kind !== "of-jobs",
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
