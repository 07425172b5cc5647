/** CodeBuild's records. https://docs.aws.amazon.com/codebuild/latest/userguide/understanding-service-name-entries.html */
import { isProjectName } from "../model/project.ts";
import { ignore } from "./ignore.ts";
import { objectOf, textOf } from "./members.ts";
import type { CloudTrailRecord, RecordDecoder } from "./record.ts";

const changed = projectReader("project-changed");

export const codebuild: ReadonlyMap<string, RecordDecoder> = new Map([
  ["CreateProject", changed],
  ["DeleteProject", projectReader("project-deleted")],
  ["UpdateProject", changed],
]);

function projectReader(kind: "project-changed" | "project-deleted"): RecordDecoder {
  return (record) => {
    const project = projectIn(record);
    if (project === undefined) return ignore(`this ${record.name} does not say which project`);
    return { kind, project, ...record.origin };
  };
}

/**
 * The one record that AWS publishes, of CreateProject, has no name in its request (`awsActId` alone) and the project in
 * its response. That UpdateProject and DeleteProject put the name into the request follows from their API: unverified
 * until such a record is seen.
 */
function projectIn({ request, response }: CloudTrailRecord): string | undefined {
  const project = objectOf(response, "project");
  return [
    textOf(project, "name"),
    textOf(request, "name"),
    nameInArn(textOf(project, "arn")),
    nameInArn(textOf(request, "name")),
  ].find((name) => name !== undefined && isProjectName(name));
}

/** A project's name from its ARN, also of the older form, which goes on after it: `…:project/name:project-id`. */
export function nameInArn(arn: string | undefined): string | undefined {
  return arn?.match(/:project\/([^:/]+)/)?.[1];
}
