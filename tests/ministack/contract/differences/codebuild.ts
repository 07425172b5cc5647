import type { Difference } from "./difference.ts";

const projects = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html";
const project = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html";
const whole = (path: string, pull: string) => ({
  ministack: [
    `${path}.cache.type = NO_CACHE`,
    `${path}.environment.privilegedMode = false`,
    `${path}.projectVisibility = PRIVATE`,
    `${path}.queuedTimeoutInMinutes`,
    ...(pull === "CODEBUILD" ? [`${path}.environment.imagePullCredentialsType = CODEBUILD`] : []),
  ],
  moto: [
    `${path}.environment.privilegedMode = false`,
    `${path}.environment.imagePullCredentialsType = ${pull}`,
    `${path}.lastModified`,
    `${path}.projectVisibility = PRIVATE`,
  ],
});

const defaults = (call: string, path: string, pull: "CODEBUILD" | "SERVICE_ROLE"): readonly Difference[] => {
  const because = `CodeBuild answers with the defaults of what was left out: ${project}`;
  const empty = [`${path}.description`, `${path}.sourceVersion`];
  const { ministack, moto } = whole(path, pull);
  const answers: readonly Difference[] = [
    { of: ["ministack"], calls: [call], sandbox: ministack, emulator: empty, right: "sandbox", because },
    { of: ["moto"], calls: [call], sandbox: moto, right: "sandbox", because },
  ];
  // moto has no UpdateProject.
  return call.includes("Update") ? answers.slice(0, 1) : answers;
};

export const codebuild: readonly Difference[] = [
  ...defaults("codebuild:CreateProject", "project", "CODEBUILD"),
  ...defaults("codebuild:BatchGetProjects of one and of none", "projects[]", "CODEBUILD"),
  ...defaults("codebuild:UpdateProject's environment", "project", "SERVICE_ROLE"),
  ...defaults("codebuild:BatchGetProjects after an update", "projects[]", "SERVICE_ROLE"),
  {
    of: ["ministack"],
    calls: [
      "codebuild:CreateProject with a name that may not be",
      "codebuild:CreateProject without a source",
      "codebuild:CreateProject with a role that is no ARN",
      "codebuild:CreateProject with a kind of environment that is none",
    ],
    sandbox: ["error InvalidInputException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `What the page requires is required: ${projects}`,
  },
  {
    of: ["moto"],
    calls: ["codebuild:CreateProject with a name that may not be"],
    sandbox: ["error InvalidInputException 400"],
    emulator: ["succeeds"],
    right: "sandbox",
    because: `A name is letters, digits, - and _: ${projects}`,
  },
  {
    of: ["moto"],
    calls: ["codebuild:CreateProject without a source"],
    sandbox: ["error InvalidInputException 400"],
    emulator: ["not implemented"],
    right: "sandbox",
    because: `A source is required: ${projects}`,
  },
  {
    of: ["ministack"],
    calls: ["codebuild:DeleteProject again"],
    sandbox: ["succeeds"],
    emulator: ["error ResourceNotFoundException 400"],
    right: "sandbox",
    because:
      "The page lists no such error: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteProject.html",
  },
  {
    of: ["moto"],
    calls: ["codebuild:BatchGetProjects of one and of none", "codebuild:BatchGetProjects of none"],
    sandbox: ["projectsNotFound[]"],
    right: "sandbox",
    because:
      "Names that are none are told: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html",
  },
  {
    of: ["moto"],
    calls: ["codebuild:BatchGetBuilds of none"],
    sandbox: ["buildsNotFound[]"],
    right: "sandbox",
    because:
      "Builds that are none are told: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html",
  },
  {
    of: ["moto"],
    calls: ["codebuild:UpdateProject's environment"],
    sandbox: ["succeeds"],
    emulator: ["not implemented"],
    right: "sandbox",
    because: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html",
  },
  {
    of: ["moto"],
    calls: ["codebuild:UpdateProject of none"],
    sandbox: ["error ResourceNotFoundException 400"],
    emulator: ["not implemented"],
    right: "sandbox",
    because: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html",
  },
];
