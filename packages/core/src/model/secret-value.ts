/**
 * Does a secret's value hold a login as CodeBuild reads it: a JSON object whose `username` and `password` are strings?
 * https://docs.aws.amazon.com/codebuild/latest/userguide/private-registry-sample-create-project.html . Nothing of the value, names of
 * its members included, is in what is said of it.
 */
import { isJsonObject } from "./json.ts";

export type SecretValue =
  | { readonly kind: "login"; readonly username: string; readonly password: string }
  | {
      readonly kind: "malformed";
      /** What it is, as a noun: "a Docker configuration". */
      readonly form: string;
      /** Whether CodeBuild certainly cannot read it. */
      readonly certain: boolean;
    };

/** @param value as Secrets Manager gives it: text, or bytes */
export function readSecretValue(value: string | Uint8Array): SecretValue {
  if (typeof value !== "string") return malformed("bytes (SecretBinary) instead of text (SecretString)");
  if (value.trim() === "") return malformed("empty");
  if (value.startsWith("\uFEFF")) return malformed("text with a byte order mark before it");
  const parsed = parsedOf(value);
  return parsed === undefined ? malformed(formOfText(value)) : readMembers(parsed.value);
}

function parsedOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function formOfText(text: string): string {
  const bare = text.trim();
  if (/^\{.*\}$/s.test(bare)) return "text in braces that is not JSON: its quotes or commas are wrong";
  return /^[^\s:]+:\S+$/.test(bare) ? "plain text, as user:password" : "plain text";
}

function readMembers(value: unknown): SecretValue {
  if (Array.isArray(value)) return malformed("a list");
  if (typeof value === "string") return malformed("JSON within a JSON string");
  if (!isJsonObject(value)) return malformed("JSON that is no object");
  const { username, password } = value;
  if (username === undefined || password === undefined) return otherMembers(value);
  const wrong = [wrongMember("username", username), wrongMember("password", password)].filter(
    (each) => each !== undefined,
  );
  if (typeof username === "string" && typeof password === "string" && wrong.length === 0)
    return { kind: "login", username, password };
  return malformed(`JSON whose ${wrong.join(", and whose ")}`);
}

function wrongMember(name: string, value: unknown): string | undefined {
  if (typeof value !== "string") return `${name} is not a string`;
  return value === "" ? `${name} is empty` : undefined;
}

/** Whether CodeBuild minds the case of the names is unverified: a build with such a secret would settle it. The ECS agent does not. */
function otherMembers(value: Readonly<Record<string, unknown>>): SecretValue {
  const names = Object.keys(value);
  const has = (name: string) => names.some((each) => each.toLowerCase() === name);
  if (has("auths") || has("auth")) return malformed("a Docker configuration (auths)");
  if (has("username") && has("password"))
    return {
      ...malformed("a login whose names have another case than username and password"),
      certain: false,
    };
  if (has("username") && has("accesstoken"))
    return malformed(
      "a login with accessToken instead of password, which is for pull through caches of Amazon ECR",
    );
  const others = [
    ["user", "pass"],
    ["user", "password"],
    ["username", "pass"],
    ["login", "password"],
    ["username", "token"],
    ["user", "token"],
  ] as const;
  const other = others.find((all) => all.every(has));
  if (other !== undefined) return malformed(`a login with the names ${other.join(" and ")}`);
  const missing = ["username", "password"].filter((name) => !Object.hasOwn(value, name));
  return malformed(`JSON without ${missing.join(" and ")}`);
}

function malformed(form: string): Extract<SecretValue, { kind: "malformed" }> {
  return { kind: "malformed", form, certain: true };
}
