import { type RegistryFault, registryFault } from "../registry-fault.ts";
import { projectRule, type Rule } from "./rule.ts";

/** A rule about the registry that a project pulls from. `about` ends without a full stop. */
export function registryRule(id: RegistryFault["rule"], about: string): Rule {
  return projectRule({ id, severity: "high", about: `${about}.` }, ({ project, image, sight }) => {
    if (image.kind !== "registry") return undefined;
    const fault = registryFault(image.host, sight);
    if (fault?.rule !== id) return undefined;
    return {
      title: fault.title(` of project ${project.name}`),
      evidence: [["image", image.text], ["host", image.host], ...fault.evidence],
      remedy: fault.remedy,
      mender: "project owner",
      blocks: fault.blocks,
      severity: "medium",
    };
  });
}
