/** What CodeBuild does with projects as they are made and changed. */
import {
  BatchGetProjectsCommand,
  CreateProjectCommand,
  type CreateProjectCommandInput,
  UpdateProjectCommand,
} from "@aws-sdk/client-codebuild";
import { decisionOf } from "../decision.ts";
import { sessionOf } from "../eventually.ts";
import { type Asking, neutral, open, type Probe, refusalOf, settled } from "../probe.ts";
import { allow, codeBuild, emptyProject, smallEnvironment } from "../resources.ts";

export const updateProject: Probe = {
  id: "update-project",
  question: "What does UpdateProject do with members of `environment` that the request leaves out?",
  matters:
    "pullpass sends the whole environment back. If members are kept, it need not; if they go, it must.",
  files: ["packages/sandbox/src/services/codebuild/environment.ts"],
  cost: { dollars: 0.01, creates: "a role, a secret, a project" },
  async ask({ account, resources }) {
    const role = await resources.role("update", { trusts: codeBuild });
    const credential = await resources.secret("update");
    const { name = "" } = await resources.project("update", role, {
      imagePullCredentialsType: "SERVICE_ROLE",
      privilegedMode: true,
      environmentVariables: [{ name: "KEPT", value: "yes" }],
      registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
    });
    const { codebuild } = account.clients;
    await codebuild.send(new UpdateProjectCommand({ name, environment: smallEnvironment }));
    const { projects = [] } = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
    const environment = projects[0]?.environment;
    if (environment === undefined) return open("The project was not shown after the update.");
    const {
      registryCredential,
      environmentVariables = [],
      imagePullCredentialsType,
      privilegedMode,
    } = environment;
    await codebuild.send(
      new UpdateProjectCommand({
        name,
        environment: { ...smallEnvironment, imagePullCredentialsType: "CODEBUILD" },
      }),
    );
    const later = await codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
    const credentialLater = later.projects?.[0]?.environment?.registryCredential;
    return settled({
      "registryCredential, with the pull type CODEBUILD": credentialLater === undefined ? "dropped" : "kept",
      registryCredential: registryCredential === undefined ? "dropped" : "kept",
      environmentVariables: environmentVariables.length === 0 ? "dropped" : "kept",
      imagePullCredentialsType: imagePullCredentialsType === "SERVICE_ROLE" ? "kept" : "reset to CODEBUILD",
      privilegedMode: privilegedMode === true ? "kept" : "reset to false",
    });
  },
};

export const passRole: Probe = {
  id: "pass-role",
  question: "Does UpdateProject ask for iam:PassRole when the request names no role?",
  matters: "pullpass's own role has the right for the roles of projects; if AWS does not ask, it could go.",
  files: ["packages/sandbox/src/services/codebuild/update-project.ts", "tests/privilege/support/expected.ts"],
  cost: { dollars: 0, creates: "two roles, a project" },
  async ask({ account, resources }) {
    const service = await resources.role("passed", { trusts: codeBuild });
    const { name = "", arn = "" } = await resources.project("passed", service);
    const updater = await resources.role("passer", {
      statements: [allow(["codebuild:UpdateProject", "codebuild:BatchGetProjects"], arn)],
    });
    const { codebuild } = await sessionOf(account, updater);
    const { answer, words = "" } = await decisionOf(account, {
      control: () => codebuild.send(new BatchGetProjectsCommand({ names: [name] })),
      asked: () => codebuild.send(new UpdateProjectCommand({ name, description: "described by a probe" })),
    });
    if (answer === "it varies") return open("It was allowed at times.");
    const asks = answer === "denied" && words.includes("iam:PassRole");
    return settled({ "iam:PassRole is asked for": asks ? "yes" : answer === "allowed" ? "no" : words });
  },
};

/** What pullpass's own role may not change: https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html */
const untouched = [
  "codebuild:buildBatchConfig.serviceRole",
  "codebuild:serviceRole",
  "codebuild:source.buildspec",
  "codebuild:source.location",
  "codebuild:vpcConfig.vpcId",
];

export const updateConditions: Probe = {
  id: "update-conditions",
  question: "Do conditions on what UpdateProject changes hold pullpass to the environment?",
  matters: "pullpass's role may call UpdateProject only where these keys are absent.",
  files: [],
  cost: { dollars: 0, creates: "three roles, a project" },
  async ask({ account, resources }) {
    const serviceRole = await resources.role("conditions", { trusts: codeBuild });
    const { name = "", arn = "" } = await resources.project("conditions", serviceRole);
    const facts: Record<string, string> = {};
    const asks = async (role: string, keys: readonly string[], changes: Readonly<Record<string, object>>) => {
      const Null = Object.fromEntries(keys.map((key) => [key, "true"]));
      const updater = await resources.role(role, {
        statements: [
          allow("codebuild:BatchGetProjects", arn),
          allow("iam:PassRole", serviceRole),
          allow("codebuild:UpdateProject", arn, { Null }),
        ],
      });
      const { codebuild } = await sessionOf(account, updater);
      for (const [what, change] of Object.entries(changes)) {
        const { answer } = await decisionOf(account, {
          control: () => codebuild.send(new BatchGetProjectsCommand({ names: [name] })),
          asked: () => codebuild.send(new UpdateProjectCommand({ name, ...change })),
        });
        facts[what] = answer;
      }
    };
    await asks("conditions-own", untouched, {
      "the environment": { environment: smallEnvironment },
      "the buildspec, beside the environment": { environment: smallEnvironment, source: emptyProject.source },
      "the role, beside the environment": { environment: smallEnvironment, serviceRole },
    });
    await asks("conditions-parent", ["codebuild:source"], {
      "the buildspec, where codebuild:source must be absent": { source: emptyProject.source },
    });
    return settled(facts);
  },
};

export const roleByName: Probe = {
  id: "role-by-name",
  question: "Is a service role that was given by its name alone shown with its ARN?",
  matters: "pullpass takes a name for a role of the project's account, without a path.",
  files: ["packages/core/src/aws/project.ts", "packages/sandbox/src/services/codebuild/service-role.ts"],
  cost: { dollars: 0, creates: "a role, a project" },
  async ask({ account, resources }) {
    const role = await resources.role("named", { trusts: codeBuild });
    await resources.project("named-0", role);
    const name = resources.nameOf("named");
    resources.noted("project", name);
    const input = { ...emptyProject, name, serviceRole: name, environment: smallEnvironment };
    const created = await refusalOf(account.clients.codebuild.send(new CreateProjectCommand(input)));
    if (created !== "accepted")
      return settled({ "a role by its name": neutral(created, account, resources.prefix) });
    const reply = await account.clients.codebuild.send(new BatchGetProjectsCommand({ names: [name] }));
    const shown = reply.projects?.[0]?.serviceRole;
    return settled({
      "a role by its name":
        shown === role ? "shown with its ARN" : `shown as ${shown === name ? "its name" : "something else"}`,
    });
  },
};

export const projectWords: Probe = {
  id: "project-words",
  question: "With which words does CodeBuild refuse a project?",
  matters: "The sandbox answers with these words; pullpass judges images by the same rules.",
  files: [
    "packages/sandbox/src/services/codebuild/environment.ts",
    "packages/sandbox/src/services/codebuild/input-refusal.ts",
    "packages/sandbox/src/services/codebuild/pull-image.ts",
    "packages/core/src/diagnose/image-verdict.ts",
  ],
  cost: { dollars: 0.01, creates: "a role, a secret, and each project that is not refused" },
  async ask(asking) {
    const { resources } = asking;
    const role = await resources.role("words", { trusts: codeBuild });
    const credential = await resources.secret("project-words");
    await resources.project("words-0", role);
    const withCredential = {
      imagePullCredentialsType: "SERVICE_ROLE",
      registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
    };
    const ecr = `${asking.account.id}.dkr.ecr.${asking.account.region}.amazonaws.com/none:1`;
    const cases: readonly (readonly [string, string, object])[] = [
      ["a space in the name", "with space", {}],
      ["a type that there is not", "type", { type: "NONSENSE" }],
      ["a compute type that there is not", "compute", { computeType: "NONSENSE" }],
      ["no image", "image", { image: undefined }],
      ["an empty image", "empty", { image: "" }],
      [
        "a curated image with the service role",
        "curated",
        { ...withCredential, image: "aws/codebuild/standard:7.0" },
      ],
      ["an ECR image with a registry credential", "ecr", { ...withCredential, image: ecr }],
      [
        "an ECR Public image with a registry credential",
        "public",
        { ...withCredential, image: "public.ecr.aws/docker/library/alpine:3" },
      ],
      [
        "Lambda compute with a registry credential",
        "lambda",
        { ...withCredential, type: "LINUX_LAMBDA_CONTAINER", computeType: "BUILD_LAMBDA_1GB" },
      ],
      ["a credential that names no secret", "none", credentialOf(resources.nameOf("nowhere"))],
      ["a credential by name", "name", credentialOf(resources.nameOf("project-words"))],
      ["a credential by partial ARN", "partial", credentialOf(credential.slice(0, -7))],
      ["a credential with a JSON key", "json", credentialOf(`${credential}:password::`)],
    ];
    const facts: Record<string, string> = {};
    for (const [what, name, environment] of cases)
      facts[what] = await creation(asking, name, role, environment);
    return settled(facts);
  },
};

function credentialOf(credential: string): object {
  return {
    imagePullCredentialsType: "SERVICE_ROLE",
    registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" },
  };
}

async function creation(
  { account, resources }: Asking,
  name: string,
  serviceRole: string,
  environment: object,
): Promise<string> {
  const project = resources.nameOf(`words-${name}`);
  resources.noted("project", project);
  const input = {
    ...emptyProject,
    name: project,
    serviceRole,
    environment: { ...smallEnvironment, ...environment },
  } as CreateProjectCommandInput;
  const words = await refusalOf(account.clients.codebuild.send(new CreateProjectCommand(input)));
  return neutral(words, account, resources.prefix);
}
