/** Does a variable's name say that it holds a registry's password or token? */
import { remembered } from "./remembered.ts";

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
export const isCredentialName: (name: string) => boolean = /* @__PURE__ */ remembered((name) => {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/);
  const isPointer = pointerWords.includes(words.at(-1) ?? "");
  const isSecret = has(words, secretWords) || /(api|access)key/.test(words.join(""));
  return !isPointer && isSecret && has(words, registryWords);
});

function has(words: readonly string[], any: readonly string[]): boolean {
  return words.some((word) => any.includes(word));
}
