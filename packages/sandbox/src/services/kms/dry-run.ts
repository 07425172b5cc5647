import { DryRunOperationException } from "@aws-sdk/client-kms";

/**
 * Ends a call that only asks whether it would succeed; everything must be checked by then, and nothing done.
 * https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html
 * @throws DryRunOperationException
 */
export function stopDryRun({ DryRun }: { readonly DryRun?: boolean | undefined }): void {
  if (!DryRun) return;
  const message = "The request would have succeeded, but the DryRun option is set.";
  throw new DryRunOperationException({ message, $metadata: {} });
}
