import type { Sandbox } from "../../sandbox.ts";
import type { Caller, Place } from "../../service.ts";

/** What the registry is told. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

/**
 * Reads the registry credential as the service role: a name in the build's Region, an ARN in its own. The value is JSON
 * with `username` and `password`: https://repost.aws/knowledge-center/codebuild-docker-pull-image-error
 * The texts of failures are those of secrets in environment variables; for the registry credential they are unverified:
 * a build whose role may not read it would settle it.
 */
export async function readCredential(
  reference: string,
  role: Caller,
  sandbox: Sandbox,
  place: Place,
): Promise<Credential> {
  const region = reference.startsWith("arn:") ? (reference.split(":")[3] ?? place.region) : place.region;
  const from = { caller: role, place: { ...place, region } };
  try {
    const reply = await sandbox.call("secretsmanager", "GetSecretValue", { SecretId: reference }, from);
    return parseCredential(textIn(reply));
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw new Error(`Secrets Manager Error Message: ${name === "Error" ? "" : `${name}: `}${message}`, {
      cause: error,
    });
  }
}

function textIn(reply: unknown): string {
  const hasText = typeof reply === "object" && reply !== null && "SecretString" in reply;
  return hasText && typeof reply.SecretString === "string" ? reply.SecretString : "";
}

function parseCredential(text: string): Credential {
  const { username, password } = membersOf(text);
  if (typeof username === "string" && typeof password === "string") return { username, password };
  throw new Error("The secret value is not in the expected format");
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
