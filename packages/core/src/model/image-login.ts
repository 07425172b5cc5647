/** Logins that are in a project's image: before the host, as web addresses have them, or pasted with a command. */
import { InvalidImageReference, parseReference } from "./image-grammar.ts";
import { type LoginForm, loginFormOf, loginMask } from "./login-form.ts";

/** What may be shown of an image: a login in it is masked. A mask that is masked again stays as it is. */
export function maskImage(text: string): string {
  // A tag may look like a password, and a digest like what follows a user: Docker's grammar has room for no login.
  if (isReference(text)) return text;
  const masked = text.replace(userAndPassword, "$1***@");
  const form = loginFormOf(masked);
  return form !== undefined && whole.includes(form) ? loginMask(form) : masked;
}

/** `https://me:password@host/…`, also without the scheme. */
const userAndPassword = /^(\s*["'`]?(?:[a-z][a-z0-9+.-]*:\/\/)?)[^\s/:@]+:\S*@(?=[^\s@]*[./])/i;

/** Those that a mistyped image is not taken for. */
const whole: readonly LoginForm[] = ["json", "docker-config", "pairs", "command", "token"];

function isReference(text: string): boolean {
  try {
    parseReference(text);
    return true;
  } catch (error) {
    if (error instanceof InvalidImageReference) return false;
    throw error;
  }
}
