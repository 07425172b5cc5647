import { readImage } from "../../model/image.ts";
import type { Remedy, RemedyStep } from "../../model/remedy.ts";
import { judgeImage } from "../image-verdict.ts";
import type { ProjectFacts } from "../project-facts.ts";

/**
 * The image that was likely meant, in place of the one that is written, and what CodeBuild does not take beside it: a registry
 * credential, and for an image that it serves itself the pull type SERVICE_ROLE.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
 */
export function writeMeantImage({ project, credential }: ProjectFacts, likely: string): Remedy {
  const set = (member: MemberStep["member"], value: string | undefined): MemberStep => ({
    kind: "member",
    project: project.name,
    member,
    value,
  });
  const steps = [set("image", likely)];
  const takesNone = judgeImage({ ...project, image: likely }).kind === "takes-none";
  if (takesNone && credential !== undefined) steps.push(set("credential", undefined));
  const isCurated = readImage(likely).kind === "curated";
  if (isCurated && project.pullCredentials === "SERVICE_ROLE")
    steps.push(set("imagePullCredentialsType", "CODEBUILD"));
  return steps;
}

type MemberStep = Extract<RemedyStep, { kind: "member" }>;
