import type { GlobalOptions } from "../global-options.ts";
import { UserError } from "../user-error.ts";

/** Why nobody is signed in, and how to sign in. https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html */
export function signInProblem(error: unknown, { profile }: GlobalOptions): UserError {
  const said = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.name : "";
  const named = profile === undefined ? "" : ` --profile ${profile}`;
  const problem = (what: string, remedy: string) => new UserError(what, remedy, { cause: error });
  if (/sso (session|token|login)|token is expired/i.test(said)) {
    return problem(`The sign-in to AWS has ended: ${said}`, `Sign in again: aws sso login${named}`);
  }
  if (/multi-factor/i.test(said)) {
    return problem(
      "The profile asks for a code of a multi-factor device, and this command cannot.",
      "Sign in with the AWS CLI first, and hand its credentials over: aws configure export-credentials",
    );
  }
  if (name === "CredentialsProviderError" || name === "ProviderError") {
    if (profile !== undefined) {
      return problem(
        `Profile ${profile} gives no AWS credentials: ${said}`,
        `Look at the name (aws configure list-profiles), or sign in with aws sso login${named}.`,
      );
    }
    return problem(
      `No AWS credentials were found: ${said}`,
      "Name a profile with --profile, sign in with aws sso login, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    );
  }
  if (refusedCredentials.test(name)) {
    return problem(
      `AWS does not take the credentials: ${said}`,
      "Sign in again, or name another --profile. A --region that is not switched on takes none either.",
    );
  }
  return problem(
    `AWS could not be reached: ${said || name}`,
    "Look at the network, the --region and AWS_ENDPOINT_URL.",
  );
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const refusedCredentials =
  /^(ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|AccessDenied|InvalidAccessKeyId)/;
