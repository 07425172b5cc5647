/** Can CodeBuild reach the image's registry? */
import { judgeHost } from "../../model/registry-host.ts";
import { type RegistrySight, vantageName } from "../../model/registry-sight.ts";
import type { Link } from "../diagnosis.ts";
import type { ProjectFacts } from "../project-facts.ts";
import { registryFault } from "../registry-fault.ts";
import { link, notNeeded } from "./link.ts";

export function registryLink({ image, sight }: ProjectFacts): Link {
  if (image.kind === "invalid") return notNeeded("registry", "", "the image names none");
  if (image.kind === "misread")
    return notNeeded("registry", "", "the image does not name the one that was likely meant");
  if (image.kind !== "registry") return notNeeded("registry", "", image.why);
  const { host } = image;
  const verdict = judgeHost(host);
  if (verdict.kind === "private")
    return link("registry", "denied", host, `${verdict.why}, and CodeBuild pulls over the internet`);
  if (sight === undefined)
    return link("registry", "allowed", host, "its name looks public; no network was asked");
  return seenLink(host, sight);
}

function seenLink(host: string, sight: RegistrySight): Link {
  const { outcome, from } = sight;
  const seen = `seen from ${vantageName(from)}`;
  if (outcome.kind === "answers") {
    const { address, status } = outcome;
    return link("registry", "allowed", host, `${address} answered ${status} to /v2/ over TLS, ${seen}`);
  }
  if (outcome.kind === "unknown")
    return link(
      "registry",
      "unknown",
      host,
      `its name looks public, and no more could be told: ${outcome.why}, ${seen}`,
    );
  const fault = registryFault(host, sight);
  if (fault?.blocks) return link("registry", "denied", host, `${fault.why}, ${seen}`);
  return link("registry", "unknown", host, `${fault?.why}, ${seen}`);
}
