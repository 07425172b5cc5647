import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from "@smithy/core/config";

/**
 * The Region that AWS's own configuration has: AWS_REGION, AWS_DEFAULT_REGION, or that of the profile, in this order, as for the
 * AWS CLI. The SDK does not know AWS_DEFAULT_REGION, and without a Region the CDK takes us-east-1.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
export async function configuredRegion(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE } = environment;
  if (AWS_REGION || AWS_DEFAULT_REGION) return AWS_REGION || AWS_DEFAULT_REGION;
  const ofProfile = loadConfig<string>(
    { ...NODE_REGION_CONFIG_OPTIONS, environmentVariableSelector: () => undefined, default: "" },
    { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(AWS_PROFILE && { profile: AWS_PROFILE }) },
  );
  return (await ofProfile()) || undefined;
}
