/** Where Docker asks for the images of a host. */

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Docker Hub's name in references is not its registry's. https://docs.docker.com/reference/cli/docker/login/ , and `DefaultV2Registry` of moby */
export function endpointOf({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number | undefined;
}): Endpoint {
  const name = host.toLowerCase();
  return name === "docker.io" && port === undefined
    ? { host: "registry-1.docker.io", port: 443 }
    : { host: name, port: port ?? 443 };
}

/**
 * Registries are at 443, or at a port that no system service has: looking at any other would make this a scanner of other
 * people's machines. https://www.rfc-editor.org/rfc/rfc6335#section-6
 */
export function isRegistryPort(port: number): boolean {
  return port === 443 || (port >= 1_024 && port <= 65_535);
}
