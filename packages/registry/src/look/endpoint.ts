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
