/**
 * What a project's registry credential is: "The Amazon Resource Name (ARN) or name of credentials created using AWS
 * Secrets Manager" (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RegistryCredential.html), something else
 * that people write there, or a login itself.
 */
import type { SecretArn } from "./arn.ts";
import { misuseOf, misuseOfReference, secretArns } from "./credential-form.ts";
import { formOfMask, type LoginForm, loginFormOf, loginForms, loginMask } from "./login-form.ts";
import type { Misuse, ReferencePlace } from "./misuse.ts";
import { unknownMasks } from "./not-shown.ts";
import { parseSecretReference, type SecretReference } from "./secret.ts";
import { isPlain } from "./shown-text.ts";

declare const shown: unique symbol;
/** A credential as it may be shown and kept: a secret's ARN, or what `maskCredential` made. */
export type CredentialText = (string & { readonly [shown]: true }) | SecretArn;

export type Credential =
  | {
      readonly kind: "reference";
      readonly text: CredentialText;
      readonly reference: SecretReference;
      /** What it looks like, for the case that no such secret exists: `/prod/docker` may be a secret's name, or a parameter's. */
      readonly ifMissing: Misuse | undefined;
    }
  /** CodeBuild finds no secret by it, whatever the account holds. */
  | ({ readonly kind: "malformed"; readonly text: CredentialText } & Misuse)
  /** Whoever may read the project or its builds could read it: it is to be rotated. */
  | {
      readonly kind: "login";
      /** Its mask. */
      readonly text: CredentialText;
      readonly form: LoginForm;
      /** What was pasted, as a noun with its article. */
      readonly what: string;
    };

/** Reads a credential as it was written, or what `maskCredential` made of it: both read alike. */
export function readCredential(raw: string, at: ReferencePlace): Credential {
  const text = maskCredential(raw);
  const login = formOfMask(text);
  if (login !== undefined) return { kind: "login", text, form: login, what: loginForms[login] };
  const misuse = misuseOf(text, at);
  if (misuse !== undefined) return { kind: "malformed", text, ...misuse };
  const reference = parseSecretReference(text);
  if (reference === undefined) throw new Error("a credential is a reference or it is not");
  return { kind: "reference", text, reference, ifMissing: misuseOfReference(reference, at) };
}

/**
 * What may be shown of a credential, anywhere: the text itself where it holds no login, else what it is. A mask that is
 * masked again stays as it is.
 */
export function maskCredential(text: string): CredentialText {
  return shownText(text) as CredentialText;
}

function shownText(text: string): string {
  if (formOfMask(text) !== undefined || text === unknownMasks.spaces || text === unknownMasks.other)
    return text;
  const login = loginFormOf(text);
  if (login !== undefined) return loginMask(login);
  if (parseSecretReference(text) !== undefined || isPlain(text)) return text;
  return withoutTheRest(text) ?? (/\s/.test(text) ? unknownMasks.spaces : unknownMasks.other);
}

/** Of JSON the ARN in it; of an address the host. */
function withoutTheRest(text: string): string | undefined {
  const [arn] = /^\s*[[{]/.test(text) ? (secretArns.exec(text) ?? []) : [];
  if (arn !== undefined) return JSON.stringify({ ARN: arn });
  const [origin] = /^[a-z][a-z0-9+.-]*:\/\/[\w.-]+(?::\d{1,5})?(?=[/?#]|$)/i.exec(text) ?? [];
  return origin === undefined ? undefined : `${origin}/…`;
}
