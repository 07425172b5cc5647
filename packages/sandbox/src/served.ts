/** The AWS services that a sandbox serves. */
import type { Sandbox } from "./sandbox.ts";
import type { Service } from "./service.ts";

type Load = () => Promise<Service>;

/** Serves one more service. */
export function serve(sandbox: Sandbox, service: Service): void {
  store(sandbox).set(service.signingName, service);
  service.start?.(sandbox);
}

/** Serves one more, which is loaded with the first call to it. */
export function serveLate(sandbox: Sandbox, signingName: string, load: Load): void {
  store(sandbox).set(signingName, load);
}

export async function findServed(sandbox: Sandbox, signingName: string): Promise<Service | undefined> {
  const services = store(sandbox);
  const found = services.get(signingName);
  if (typeof found !== "function") return found;
  const service = await found();
  if (services.get(signingName) === found) serve(sandbox, service);
  return service;
}

/** The signing names of all that it serves. */
export function servedNames(sandbox: Sandbox): readonly string[] {
  return [...store(sandbox).keys()].sort();
}

function store(sandbox: Sandbox): Map<string, Service | Load> {
  return sandbox.store("services", () => new Map());
}
