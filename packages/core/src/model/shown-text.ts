/** What of a text may be shown that should be a reference to a secret, and may hold a login instead. */
import { isVariableSuffix } from "./login-form.ts";

/** Made of nothing but the words of references, of placeholders for them and of AWS's own addresses. */
export function isPlain(text: string): boolean {
  const bare = withoutQuotes(text).replaceAll(placeholders, "x");
  return isVariableSuffix(bare) || plainForms.some((form) => form.test(bare));
}

/** Without spaces, quotes and unseen characters around it. */
export function withoutQuotes(text: string): string {
  return text.replaceAll(/^[\s"'`“”‘’\p{Cf}]+|[\s"'`“”‘’\p{Cf}]+$/gu, "");
}

/**
 * `${…}`, `{{…}}`, `<…>`, `%NAME%`, `#{…}` and `@@NAME@@`, as CloudFormation, the CDK, Terraform, Helm, Jinja, shells and people write what is
 * to be filled in.
 */
export const placeholders =
  /\$\{[\w:.,[\]()/|*"' -]*\}|\{\{[\w:.,[\]()/|+=@!"' -]*\}\}|<[\w:.,'/ -]+>|%\w+%|#\{[\w:.,[\]()/ -]*\}|@@\w+@@/g;

/** A registry, or an image with a version or none; what follows the colon of `tenancy/me:…` may be a password. */
export const imageAddress =
  /^(?:(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d{1,5})?(?:\/[\w./-]+(?::[\w.-]+)?)?|[a-z0-9._-]+(?:\/[a-z0-9._-]+)+:(?:v?\d[\d.]{0,10}|latest))$/;

const plainForms: readonly RegExp[] = [
  /^$/,
  /^[\p{L}\p{N}\w/+=.@!*?-]+(?:#\w+)?$/u,
  // Words alone; a password among them would most likely have a digit or a sign.
  /^[A-Za-z/._-]+(?: [A-Za-z/._-]+)+$/,
  /^(?:arn|aws|ssm|secretsmanager|asm|secret|parameter|kms|vault|op|s3|ref|sops|resolve):[\w\s:/+=.@!*?#&~-]*$/i,
  /^https:\/\/[\w.-]*console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)\/[\w/?=&#!%.:+-]*$/i,
  imageAddress,
  /^\{\s*"(?:Ref|Fn::\w+)"\s*:\s*(?:"[\w:.${}/-]*"|\[\s*(?:"[\w:.${}/-]*"\s*,?\s*)*\])\s*\}$/,
  /^!(?:Ref|GetAtt|Sub|ImportValue)\s+["']?[\w:.${}/-]+["']?$/,
  /^\$(?:env:)?\w+$/,
  /^[a-z][a-z0-9+.-]*:\/\/[\w.:-]+\/…$/i,
  /^\{"ARN":"arn:[\w:/+=.@!-]+"\}$/,
];
