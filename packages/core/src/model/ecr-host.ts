/** The hosts of Amazon ECR and Amazon ECR Public. */

/** Account and Region of an ECR registry, by its host without port; `undefined` for any other host. */
export function ecrRegistry(host: string): { readonly account: string; readonly region: string } | undefined {
  const form = registryHosts.find((candidate) => candidate.test(host.toLowerCase()));
  const [, account, region] = form?.exec(host.toLowerCase()) ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}

/** Is it Amazon ECR Public? */
export function isEcrPublic(host: string): boolean {
  return publicHosts.includes(host.toLowerCase());
}

/**
 * - `<account>.dkr.ecr.<region>.amazonaws.com` https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 * - `<account>.dkr-ecr.<region>.on.aws`, dual-stack https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
 * - `ecr-fips` and the suffix `.amazonaws.com.cn`, as AWS's own credential helper knows them
 *   https://github.com/awslabs/amazon-ecr-credential-helper/blob/main/ecr-login/api/client.go
 * - `dkr-ecr-fips`, `.on.amazonwebservices.com.cn` and `.amazonaws.eu` are in the lists of image patterns that node images of
 *   AWS give to their credential provider; no page of Amazon ECR that names them was read: unverified. Taking such a
 *   host for ECR costs nothing, because no one but AWS can answer under these names.
 */
const registryHosts: readonly RegExp[] = [
  /^([0-9]{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.(?:com|com\.cn|eu)$/,
  /^([0-9]{12})\.dkr-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn)$/,
];

/**
 * `public.ecr.aws`: https://docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html
 * `ecr-public.aws.com`: dual-stack, in wide use; the page that names it was not read: unverified.
 */
const publicHosts: readonly string[] = ["public.ecr.aws", "ecr-public.aws.com"];
