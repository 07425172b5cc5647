/** What stories are told with: actions, each with what is usual where a story says nothing else. */
import type { Action, ProjectDraw, Tagging } from "../actions.ts";

type OfProject = Partial<ProjectDraw> & { readonly tags?: Tagging };

const usual = {
  project: "web",
  role: "build",
  secret: "hub",
  place: "home",
  as: "name",
  pull: "CODEBUILD",
  image: "registry.example.net/acme/web:1",
  variable: "one",
  privileged: false,
} as const;

export const secret = (
  name: "hub" | "team/quay",
  projects: string,
  { place = "home", key }: { readonly place?: "home" | "away"; readonly key?: number } = {},
): Action => ({
  do: "create secret",
  secret: name,
  place,
  tags: { "pullpass/projects": projects, owner: "platform" },
  key,
});
export const tagged = (name: "hub" | "team/quay", tags: Tagging): Action => ({
  do: "tag secret",
  secret: name,
  place: "home",
  tags,
});
export const consent = (name: "hub" | "team/quay", projects: string) =>
  tagged(name, { "pullpass/projects": projects });
export const untagged = (name: "hub" | "team/quay"): Action => ({
  do: "untag secret",
  secret: name,
  place: "home",
  tag: "projects",
});
export const made = ({ tags = {}, ...over }: OfProject = {}): Action => ({
  do: "create project",
  ...usual,
  ...over,
  tags,
});
export const updated = (over: OfProject = {}) => ({ do: "update project", ...usual, ...over }) as const;
export const built = (project = "web"): Action => ({ do: "build", project });
export const wait = (seconds: number): Action => ({ do: "wait", seconds });
export const sweep = wait(3_700);
