/**
 * Does a text hold a login itself, where the name or the ARN of a secret belongs? What is taken for one is never shown, so
 * a doubt is decided for the login, unless every word of the text is one that references have.
 */

import { notShown } from "./not-shown.ts";

export type LoginForm =
  | "json"
  | "docker-config"
  | "docker-auth"
  | "user-password"
  | "pairs"
  | "address"
  | "command"
  | "token";

/** What each is, for a person. */
export const loginForms: Readonly<Record<LoginForm, string>> = {
  json: "a login as JSON",
  "docker-config": "a Docker configuration with a login",
  "docker-auth": "a login in Base64, as Docker's configuration has it",
  "user-password": "a user name and a password",
  pairs: "a login as names and values",
  address: "a web address with a login",
  command: "a command with a login",
  token: "an access token or key",
};

/** What stands in the place of a text that holds one. */
export function loginMask(form: LoginForm): string {
  return notShown(loginForms[form]);
}

/** The form of the login that a mask stands for. */
export function formOfMask(text: string): LoginForm | undefined {
  return inOrder.find(({ form }) => loginMask(form) === text)?.form;
}

/** The form of the login in the text, whatever quotes and spaces are around it; `undefined` if there is none. */
export function loginFormOf(text: string): LoginForm | undefined {
  const bare = text.replaceAll(/^[\s"'`]+|[\s"'`]+$/g, "");
  return bare === "" ? undefined : inOrder.find(({ fits }) => fits(bare))?.form;
}

/** AWS's words may quote what it was given: without the logins in them that can be told from other words. */
export function withoutLogins(words: string): string {
  return words
    .replaceAll(/\{[^{}]*\}/g, (object) => (secretMember.test(object) ? loginMask("json") : object))
    .replaceAll(/[^\s"'`,;()]+/g, (word) => {
      const form = loginFormOf(word.replace(/[.:]+$/, ""));
      return form === "token" || form === "address" || form === "docker-auth" ? loginMask(form) : word;
    });
}

const inOrder: readonly { readonly form: LoginForm; readonly fits: (text: string) => boolean }[] = [
  { form: "docker-config", fits: (text) => isObject(text) && /\bauths\b/.test(text) },
  { form: "json", fits: (text) => isObject(text) && secretMember.test(text) },
  { form: "command", fits: (text) => /\b(?:docker|podman|skopeo|crane|oras|helm)\b.*\blogin\b/s.test(text) },
  { form: "address", fits: (text) => /^[a-z][a-z0-9+.-]*:\/\/[^/\s]*@/i.test(text) },
  { form: "token", fits: (text) => tokenForms.some((form) => form.test(text)) || isRandom(text) },
  { form: "pairs", fits: isPairs },
  { form: "docker-auth", fits: isDockerAuth },
  { form: "user-password", fits: isUserAndPassword },
];

/** JSON, JSON with its quotes escaped, or what Python and JavaScript print. */
function isObject(text: string): boolean {
  return /^[[{]/.test(text) && /[:=]/.test(text) && !/^\{\{[^{}]*\}\}$/.test(text);
}

/** The name of a member that holds something to keep secret. */
const secretMember =
  /(?:pass(?:word|wd|phrase|code)?|pwd|token|auth|api_?key|access_?key|private_?key|secret_?key|secretstring|credentials?)\\?["']?\s*[:=]/i;

/**
 * By their first characters, as the services that give them out document them: Docker Hub, GitHub
 * (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/), GitLab
 * (https://docs.gitlab.com/security/tokens/), Artifactory (also a reference token in Base64), npm, HashiCorp Vault, DigitalOcean, Google, Atlassian, AWS
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html); and JSON in Base64, as JWTs and the passwords of Amazon ECR are.
 */
const tokenForms: readonly RegExp[] = [
  /^dckr_[a-z]{3}_[\w-]{16,}$/,
  /^(?:gh[opusr]_\w{30,}|github_pat_\w{20,})$/,
  /^gl[a-z]{2,8}-[\w.-]{20,}$/,
  /^(?:AKCp\w{40,}|cmVmdGtu[\w+/=-]{20,})$/,
  /^npm_\w{30,}$/,
  /^hv[sb]\.[\w-]{20,}$/,
  /^dop_v1_[a-f0-9]{40,}$/,
  /^ya29\.[\w.-]{20,}$/,
  /^AT[A-Z]{3}3[\w=-]{20,}$/,
  /^(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /^eyJ[\w+/.=-]{16,}$/,
  /-----BEGIN/,
];

/** A token that a registry gives out, anywhere in the text: Docker Hub, GitHub, GitLab, Artifactory. */
export function hasRegistryToken(text: string): boolean {
  return registryToken.test(text);
}

const registryToken =
  /(?<![\w-])(?:dckr_[a-z]{3}_[\w-]{16,}|gh[opusr]_\w{30,}|github_pat_\w{20,}|gl(?:pat|dt|rt|cbt|soat)-[\w.-]{20,}|AKCp\w{40,})/;

/** Long, unbroken, and with letters of both cases and digits mixed as nobody mixes them in a name. */
function isRandom(text: string): boolean {
  return (
    /^[A-Za-z0-9+=]{32,}$/.test(text) &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    (text.match(/[0-9]+/g) ?? []).length >= 4
  );
}

/** `DOCKER_PASSWORD=…`, `username: me, password: …`, lines of YAML. */
function isPairs(text: string): boolean {
  return !isPrefixed(text) && !isVariableSuffix(text) && pair.test(text);
}

/** From the last `-` or `_` before the word on: who tried each of them would try for ever where there are very many. */
const pair =
  /(?:^|[\s,;&?"'_-])[A-Za-z0-9]*?(?:pass(?:word|wd|phrase)?|pwd|token|auth|api_?key|access_?key|secret_?key)["']?\s*[:=]\s*[^\s:=]/i;

function isDockerAuth(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(text) || text.length % 4 !== 0) return false;
  // Names of letters and digits are Base64, too: without padding only what is long and mixed is worth the doubt.
  const isMixed = text.length >= 16 && /[a-z]/.test(text) && /[A-Z]/.test(text);
  if (!text.endsWith("=") && !isMixed) return false;
  const decoded = Buffer.from(text, "base64").toString("latin1");
  return /^[\x20-\x7e\s]+$/.test(decoded) && (/^[^:\s]+:[^\s]+$/.test(decoded) || secretMember.test(decoded));
}

function isUserAndPassword(text: string): boolean {
  if (isPrefixed(text) || isVariableSuffix(text) || isHostAndPort(text)) return false;
  // What a placeholder holds is not known yet, and has colons of its own.
  return /^[^\s:/{}<>$]+\s*:\s*\S/.test(text);
}

/** What stands before the colon says what the rest is: an ARN, an address, a store of secrets. */
function isPrefixed(text: string): boolean {
  return /^(?:arn|aws|ssm|secretsmanager|asm|secret|parameter|kms|vault|op|env|file|s3|https?|fn|name|ref|resolve|sops|ref\+\w+|var|param):/i.test(
    text,
  );
}

/** `registry/hub:username`, `hub:password:AWSCURRENT:`, `TestSecret:MY_SECRET_VAR`: a secret's name, then words that name a part of it. */
export function isVariableSuffix(text: string): boolean {
  const [, key = "", stage = "", id = ""] =
    /^[\w/+=.@!-]+:([\w.-]*)(?::([\w-]*)(?::([\w-]*))?)?$/.exec(text) ?? [];
  const isKey =
    key === ""
      ? text.endsWith(":")
      : /^(?:user(?:_?name)?|pass(?:word)?|token|email|login|auth|registry)$/i.test(key) ||
        /^(?:[A-Z]+_)+(?:USER|USERNAME|PASS|PASSWORD|SECRET|TOKEN|KEY|VAR|AUTH)$/.test(key);
  return isKey && /^(?:AWS(?:CURRENT|PREVIOUS|PENDING))?$/.test(stage) && /^(?:[0-9a-f-]{36})?$/.test(id);
}

function isHostAndPort(text: string): boolean {
  return /^(?:[a-z0-9-]+\.)+[a-z]{2,}:[0-9]{2,5}$/.test(text);
}
