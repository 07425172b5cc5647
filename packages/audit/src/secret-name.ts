/** The name of a secret by its full ARN, which ends in six random characters; any other text as it is. */
export function nameOfSecret(text: string): string {
  return text.replace(/^.*:secret:(.*)-[A-Za-z0-9]{6}$/s, "$1");
}
