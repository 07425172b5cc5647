/** CodeBuild's projects. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Operations.html */
import {
  BatchGetProjectsCommand,
  CodeBuildClient,
  ListProjectsCommand,
  type ProjectEnvironment,
  UpdateProjectCommand,
} from "@aws-sdk/client-codebuild";
import { Refused } from "../errors.ts";
import { isJsonObject } from "../model/json.ts";
import type { WholeEnvironment } from "../model/project.ts";
import type { Projects } from "../ports.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrors } from "./errors.ts";
import { projectOf } from "./project.ts";
import { keepWhole } from "./whole-structure.ts";

/** The port to CodeBuild, with a client a Region. */
export function codeBuildProjects(connection: Connection): Projects {
  const client = perRegion((region) => wholeEnvironments(new CodeBuildClient(connection(region))));

  const readBatch = async (region: string, names: readonly string[]) => {
    const failed = { call: "codebuild:BatchGetProjects", resource: `${names.join(", ")} in ${region}` };
    const { projects } = await withAwsErrors(failed, () =>
      client(region).send(new BatchGetProjectsCommand({ names: [...names] })),
    );
    return (projects ?? []).map(projectOf);
  };

  return {
    async read(region, names) {
      const batches = await Promise.all(
        inBatches([...new Set(names)]).map((batch) => readBatch(region, batch)),
      );
      return batches.flat();
    },

    async *list(region) {
      const failed = { call: "codebuild:ListProjects", resource: region };
      let nextToken: string | undefined;
      do {
        const page = await withAwsErrors(failed, () =>
          client(region).send(new ListProjectsCommand({ nextToken })),
        );
        yield page.projects ?? [];
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    },

    async updateEnvironment(region, name, environment) {
      const failed = { call: "codebuild:UpdateProject", resource: `${name} in ${region}` };
      if (!isEnvironment(environment)) throw new Refused(failed, new Error("its environment is incomplete"));
      const input = { name, environment: withoutOutputs(environment) };
      await withAwsErrors(failed, () => client(region).send(new UpdateProjectCommand(input)));
    },
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html */
const namesPerCall = 100;

function inBatches(names: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(names.length / namesPerCall);
  return Array.from({ length: count }, (_, index) =>
    names.slice(index * namesPerCall, (index + 1) * namesPerCall),
  );
}

/** What CodeBuild does with a member that is left out is unverified: a project with one, updated without it, would settle it. */
function wholeEnvironments(client: CodeBuildClient): CodeBuildClient {
  const name = "keepWholeEnvironments";
  client.middlewareStack.add(keepWhole("ProjectEnvironment"), { step: "initialize", name });
  return client;
}

/** "Note that `status` is only an output and cannot be passed in as an input." https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DockerServer.html */
function withoutOutputs<E extends WholeEnvironment>(environment: E): E {
  const { dockerServer } = environment;
  if (!isJsonObject(dockerServer)) return environment;
  const { status: _, ...given } = dockerServer;
  return { ...environment, dockerServer: given };
}

/** Has what every environment has; the rest is CodeBuild's to judge. */
function isEnvironment(environment: WholeEnvironment): environment is WholeEnvironment & ProjectEnvironment {
  return ["type", "image", "computeType"].every((member) => typeof environment[member] === "string");
}
