import { stackOf } from "../../model/project.ts";
import { projectRule } from "./rule.ts";

/** pullpass wrote the ARN three times, and each time something put the old value back. */
export const iacDrift = projectRule(
  {
    id: "iac-drift",
    severity: "medium",
    about:
      "pullpass rewrote the project's credential three times, and each time a deployment put the old value back. " +
      "It has stopped; builds use what the deployment wrote.",
  },
  ({ project, credential, found }, { limits }) => {
    const rounds = limits.roundsGivenUp.get(project.name);
    if (rounds === undefined || found === undefined || credential === undefined) return undefined;
    const stack = stackOf(project);
    return {
      title: `Something keeps undoing the credential that pullpass writes to project ${project.name}.`,
      evidence: [
        ["rounds", String(rounds)],
        ["credential", credential.text],
        ["pull type", project.pullCredentials],
        ["CloudFormation stack", stack ?? "none"],
      ],
      remedy: [
        {
          kind: "advice",
          text: `In ${stack === undefined ? "the source of the project" : `the template of stack ${stack}`}, set the credential to ${found.secret.arn} and the pull type to SERVICE_ROLE. CloudFormation: Environment.RegistryCredential.Credential and Environment.ImagePullCredentialsType. Terraform: environment.registry_credential.credential and environment.image_pull_credentials_type.`,
        },
      ],
      mender: "project owner",
      blocks: false,
    };
  },
);
