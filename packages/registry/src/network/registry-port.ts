/**
 * Registries are at 443, or at a port that no system service has: looking at any other would make this a scanner of other
 * people's machines. https://www.rfc-editor.org/rfc/rfc6335#section-6
 */
export function isRegistryPort(port: number): boolean {
  return port === 443 || (port >= 1_024 && port <= 65_535);
}
