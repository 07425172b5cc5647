import { registryRule } from "./registry-rule.ts";

/** Docker trusts the public authorities of its host, and refuses all others. https://docs.docker.com/engine/security/certificates/ */
export const registryCertificate = registryRule(
  "registry-certificate",
  "The registry's certificate has expired, is for another name, or is of no public authority: Docker refuses it. What a " +
    "person's computer sees is medium, because some networks put certificates of their own before it",
);
