import { registryRule } from "./registry-rule.ts";

/** A name that does not exist is told from a DNS server that could not find out. https://www.rfc-editor.org/rfc/rfc2308 */
export const registryUnresolvable = registryRule(
  "registry-unresolvable",
  "DNS has no such name as the registry's host, or no address for it. A DNS server that does not answer opens nothing. What " +
    "a person's computer sees is medium: another network may give another answer. Private hosted zones of the account that have " +
    "the name, and the VPCs that see them, are evidence",
);
