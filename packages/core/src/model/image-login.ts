/** Logins that are in a project's image: before the host, as web addresses have them, or pasted with a command. */
import { type LoginForm, loginFormOf, loginMask } from "./login-form.ts";

/** A text that Docker does not take for an image reference, its login masked; what Docker takes has room for none. */
export function withoutLogin(text: string): string {
  const masked = text.replace(userAndPassword, "$1***@");
  const form = loginFormOf(masked);
  return form !== undefined && whole.includes(form) ? loginMask(form) : masked;
}

/** `https://me:password@host/…`, also without the scheme. */
const userAndPassword = /^(\s*["'`]?(?:[a-z][a-z0-9+.-]*:\/\/)?)[^\s/:@]+:(?!\/\/)\S*@(?=[^\s@]*[./])/i;

/** Those that no mistyped image looks like. */
const whole: readonly LoginForm[] = ["json", "docker-config", "pairs", "command", "token"];
