/** Text that stands for a grant, and tells its key. https://docs.aws.amazon.com/kms/latest/developerguide/using-grant-token.html */
export function grantToken(key: string, grant: string): string {
  return Buffer.from(`${key} ${grant}`).toString("base64");
}

/** `undefined` for a text that is no token. */
export function readGrantToken(token: string): { readonly key: string; readonly grant: string } | undefined {
  const [key, grant, ...more] = Buffer.from(token, "base64").toString().split(" ");
  return key?.startsWith("arn:") && grant && more.length === 0 ? { key, grant } : undefined;
}
