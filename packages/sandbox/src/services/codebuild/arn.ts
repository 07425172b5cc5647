import type { Place } from "../../service.ts";

/** The ARN of a project (`project/…`) or a build (`build/…`). */
export function codeBuildArn(place: Place, resource: string): string {
  return `arn:${place.partition}:codebuild:${place.region}:${place.account}:${resource}`;
}

/** The ARN that a project's name or ARN stands for. */
export function projectArn(nameOrArn: string, place: Place): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn : codeBuildArn(place, `project/${nameOrArn}`);
}
