import type { Project } from "@aws-sdk/client-codebuild";
import { localDate } from "../../local-date.ts";

/** A project in a trail record: as in the API, with dates as text. */
export function projectInTrail(project: Project | undefined) {
  if (!project) return null;
  const { created, lastModified, ...members } = project;
  return {
    project: {
      ...members,
      ...(created && { created: localDate(created) }),
      ...(lastModified && { lastModified: localDate(lastModified) }),
    },
  };
}
