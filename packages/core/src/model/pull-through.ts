/** Whose images a pull through cache of Amazon ECR can fetch. */

/**
 * "Supported upstream registries" of https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html , by the hosts that
 * images name; Amazon's own registries, which need none here, are left out.
 */
export function hasPullThroughCache(host: string): boolean {
  const name = host.toLowerCase();
  return upstreams.includes(name) || name.endsWith(".azurecr.io");
}

const upstreams: readonly string[] = [
  "cgr.dev",
  "docker.io",
  "ghcr.io",
  "quay.io",
  "registry.gitlab.com",
  "registry.k8s.io",
];
