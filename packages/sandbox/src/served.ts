/** The AWS services that a sandbox serves. */
import type { Sandbox } from "./sandbox.ts";
import type { Service } from "./service.ts";

/** Serves one more service. */
export function serve(sandbox: Sandbox, service: Service): void {
  store(sandbox).push(service);
  service.start?.(sandbox);
}

export function servedBy(sandbox: Sandbox): readonly Service[] {
  return store(sandbox);
}

function store(sandbox: Sandbox): Service[] {
  return sandbox.store("services", () => []);
}
