/** What an `Authorization` header says about the call. Signatures are not checked: the sandbox keeps nobody out. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name of the service. */
  readonly service: string;
}

/**
 * The credential scope of a request signed with Signature Version 4; undefined if there is none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function credentialScope(authorization: string | undefined): CredentialScope | undefined {
  const { accessKeyId, region, service } = form.exec(authorization ?? "")?.groups ?? {};
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}

const form =
  /^AWS4-HMAC-SHA256 .*?Credential=(?<accessKeyId>[^/,\s]+)\/\d{8}\/(?<region>[^/,\s]+)\/(?<service>[^/,\s]+)\/aws4_request/;
