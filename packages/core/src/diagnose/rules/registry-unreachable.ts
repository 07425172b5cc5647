import { registryRule } from "./registry-rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html */
export const registryUnreachable = registryRule(
  "registry-unreachable",
  "The registry's host has a public address, and nothing there speaks TLS: it refuses connections, does not answer, or " +
    "speaks plain HTTP. It is never more than medium, because a registry may be down for a while, and a firewall may admit " +
    "one network and not another",
);
