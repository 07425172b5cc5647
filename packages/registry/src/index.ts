/** What can be seen of a registry from here, by requests that nobody can aim at a private network. */
export { type CheckedImage, checkLogin } from "./check/check-login.ts";
export type { RegistryLogin } from "./check/session.ts";
export { lookAtRegistry, type RegistryLookOptions } from "./look/look.ts";
export { type LooksOptions, registryLooks } from "./look/looks.ts";
export { type Network, type NetworkLimits, networkLimits, publicInternet } from "./network/network.ts";
