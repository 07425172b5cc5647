import { loginsInPlainText } from "../../model/plaintext-login.ts";
import { projectRule } from "./rule.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html */
export const plaintextCredential = projectRule(
  {
    id: "plaintext-credential",
    severity: "high",
    about:
      "A login was written where everyone who may read the project or its builds can read it: as its registry " +
      "credential, where the name of a secret belongs; in an environment variable of type PLAINTEXT that is named like " +
      "a registry's password or token, or holds a registry's token or an authentication file; or in the project's own buildspec, as a password of " +
      "docker login, a token, or an authentication file. The value is never shown. A buildspec that is a file in the source is not seen.",
  },
  ({ project, credential, image }) => {
    const { variables: names, leaks } = loginsInPlainText(project);
    const pasted = credential?.kind === "login" ? credential : undefined;
    if (names.length === 0 && pasted === undefined && leaks.length === 0) return undefined;
    return {
      title: `Project ${project.name} keeps what looks like a registry login in plain text.`,
      evidence: [
        ...(pasted === undefined ? [] : [["credential", pasted.text] as const]),
        ...(names.length === 0 ? [] : [["variables", names.join(", ")] as const]),
        ...leaks.map(({ line, what }) => ["buildspec", `line ${line}: ${what}`] as const),
      ],
      remedy: [
        {
          kind: "advice",
          text: "Change the password in the registry: treat it as exposed.",
        },
        {
          kind: "advice",
          text: `Store the new login in a secret, as JSON with "username" and "password".`,
        },
        ...(pasted === undefined
          ? []
          : [
              {
                kind: "member",
                project: project.name,
                member: "credential",
                value: "the ARN of that secret",
              } as const,
            ]),
        ...(names.length === 0
          ? []
          : [
              {
                kind: "advice",
                text: "Remove the variables: let the project pull its image with that secret, or give them the type SECRETS_MANAGER.",
              } as const,
            ]),
        ...(leaks.length === 0
          ? []
          : [
              {
                kind: "advice",
                text: "Take it out of the buildspec: let the project pull its image with that secret, and for what its commands pull or push, read the secret under env/secrets-manager and hand it to docker login --password-stdin.",
              } as const,
            ]),
      ],
      mender: "project owner",
      blocks: pasted !== undefined && image.kind !== "takes-none" && image.kind !== "of-jobs",
    };
  },
);
