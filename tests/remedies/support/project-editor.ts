/** A person who changes a project where it is defined, as a remedy says. */
import { administrator } from "./aws-command.ts";
import type { EditorContext } from "./policy-editor.ts";
import type { PrintedStep } from "./printed.ts";

export interface MemberChange {
  readonly project: string;
  /** Of the project's environment. */
  readonly members: object;
}

/** What a step says of a project; nothing if it names no value. */
export function memberChangeIn({ text }: PrintedStep): readonly MemberChange[] {
  const setting = /^Set the (.*) of project (\S+), where the project is defined, to (\S+?)\.?$/.exec(text);
  if (setting !== null) {
    const [, what = "", project = "", value = ""] = setting;
    const members = membersOf[what]?.(value);
    return members === undefined ? [] : [{ project, members }];
  }
  const removal = /^Remove the registry credential of project (\S+), where the project is defined\.$/.exec(
    text,
  );
  return removal?.[1] === undefined
    ? []
    : [{ project: removal[1], members: { registryCredential: undefined } }];
}

const membersOf: Readonly<Record<string, (value: string) => object>> = {
  "registry credential": (credential) => ({
    registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
  }),
  imagePullCredentialsType: (imagePullCredentialsType) => ({ imagePullCredentialsType }),
  image: (image) => ({ image }),
};

/** All changes of one project at once. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html */
export async function changeProjects(
  { sandbox, region }: EditorContext,
  changes: readonly MemberChange[],
): Promise<void> {
  const call = administrator(sandbox, region);
  for (const [name, all] of Map.groupBy(changes, ({ project }) => project)) {
    const { projects } = await call("codebuild", "BatchGetProjects", { names: [name] });
    const [project] = Array.isArray(projects) ? projects : [];
    const environment = Object.assign({}, project.environment, ...all.map(({ members }) => members));
    await call("codebuild", "UpdateProject", { name, environment });
  }
}
