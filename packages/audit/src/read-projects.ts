/** The projects of a Region, by a hundred a call. */
import { AwsFailure, inParallel, type Project, readEach } from "@pullpass/core";
import type { AuditPorts } from "./ports.ts";
import type { AuditQuestion, Progress } from "./question.ts";

export interface RegionProjects {
  readonly region: string;
  readonly projects: readonly Project[];
  /** Why some, or all, could not be read. */
  readonly unknowns: readonly string[];
  /** Not one of them could be read. */
  readonly isUnread: boolean;
}

/** What CodeBuild does not answer is left out and named. */
export async function readProjects(
  region: string,
  wanted: AuditQuestion["projects"],
  ports: Pick<AuditPorts, "projects">,
  onProgress: (progress: Progress) => void,
): Promise<RegionProjects> {
  const projects: Project[] = [];
  const unknowns: string[] = [];
  const names: string[] = [];
  try {
    if (wanted === "all") for await (const page of ports.projects.list(region)) names.push(...page);
    else names.push(...wanted);
  } catch (error) {
    unknowns.push(`the projects of ${region}: ${reasonOf(error)}`);
    if (names.length === 0) return { region, projects, unknowns, isUnread: true };
  }
  await inParallel(batchesOf(names), batchesAtOnce, async (batch) => {
    const read = await readBatch(region, batch, ports);
    projects.push(...read.projects.map(lean));
    unknowns.push(...read.unknowns);
    onProgress({ what: `projects in ${region}`, done: projects.length, total: names.length });
  });
  return { region, projects, unknowns, isUnread: projects.length === 0 && unknowns.length > 0 };
}

type Batch = Pick<RegionProjects, "projects" | "unknowns">;

async function readBatch(
  region: string,
  names: readonly string[],
  ports: Pick<AuditPorts, "projects">,
): Promise<Batch> {
  try {
    const { projects, malformed } = await readEach(region, names, ports.projects);
    return { projects, unknowns: [...malformed].map(([name, reason]) => unread(region, [name], reason)) };
  } catch (error) {
    return { projects: [], unknowns: [unread(region, names, reasonOf(error))] };
  }
}

function unread(region: string, names: readonly string[], reason: string): string {
  const which =
    names.length === 1 ? `project ${names[0]}` : `${names.length} projects, ${names[0]} to ${names.at(-1)},`;
  return `${which} in ${region}: ${reason}`;
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html */
const namesPerCall = 100;
const batchesAtOnce = 8;

function* batchesOf(names: readonly string[]): Iterable<readonly string[]> {
  for (let from = 0; from < names.length; from += namesPerCall) yield names.slice(from, from + namesPerCall);
}

/** An audit sends no environment back, and thousands of them would fill the memory. */
function lean(project: Project): Project {
  return { ...project, environment: {} };
}

/** The message without the resource, which names a hundred projects. @throws what is no failure of AWS */
function reasonOf(error: unknown): string {
  if (!(error instanceof AwsFailure)) throw error;
  const words = error.cause instanceof Error ? error.cause.message : error.name;
  return `${error.call} failed: ${words}`;
}
