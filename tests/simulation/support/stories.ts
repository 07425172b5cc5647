/** Short runs that each tell of one promise: the crash matrix goes through every write and every call of each. */
import type { Action, ProjectDraw, Tagging } from "./actions.ts";

export interface Story {
  readonly name: string;
  readonly actions: readonly Action[];
}

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

const secret = (
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
const tagged = (name: "hub" | "team/quay", tags: Tagging): Action => ({
  do: "tag secret",
  secret: name,
  place: "home",
  tags,
});
const consent = (name: "hub" | "team/quay", projects: string) =>
  tagged(name, { "pullpass/projects": projects });
const untagged = (name: "hub" | "team/quay"): Action => ({
  do: "untag secret",
  secret: name,
  place: "home",
  tag: "projects",
});
const made = ({ tags = {}, ...over }: OfProject = {}): Action => ({
  do: "create project",
  ...usual,
  ...over,
  tags,
});
const updated = (over: OfProject = {}) => ({ do: "update project", ...usual, ...over }) as const;
const built = (project = "web"): Action => ({ do: "build", project });
const wait = (seconds: number): Action => ({ do: "wait", seconds });
const sweep = wait(3_700);

export const stories: readonly Story[] = [
  {
    name: "who is named gets in, and who shares the role does not",
    actions: [
      secret("hub", "web", { key: 0 }),
      made(),
      made({ project: "api" }),
      { do: "build", project: "web" },
      { do: "build", project: "api" },
      consent("hub", "web api"),
      made({ project: "pay-a", image: "aws/codebuild/standard:7.0" }),
    ],
  },
  {
    name: "what an owner takes back goes at once",
    actions: [
      secret("hub", "all"),
      secret("team/quay", "all", { key: 1 }),
      made(),
      made({ project: "api" }),
      made({ project: "pay-a", role: "shop", secret: "team/quay", as: "arn" }),
      consent("hub", "web"),
      consent("hub", "prefix=pay-"),
      untagged("hub"),
      { do: "delete secret", secret: "team/quay", place: "home", forever: false },
      { do: "restore secret", secret: "team/quay", place: "home" },
      { do: "delete secret", secret: "team/quay", place: "home", forever: true },
    ],
  },
  {
    name: "a project that moves or goes loses its grant with the sweep, and no other does",
    actions: [
      secret("hub", "all"),
      secret("team/quay", "prefix=pay-"),
      made(),
      made({ project: "api" }),
      made({ project: "pay-a", secret: "team/quay" }),
      sweep,
      updated({ project: "pay-a", role: "shop", secret: "team/quay" }),
      { do: "delete project", project: "api" },
      sweep,
      updated({ as: "none" }),
    ],
  },
  {
    name: "what a pipeline deploys while pullpass works survives",
    actions: [
      secret("hub", "all"),
      {
        do: "meanwhile",
        at: 1,
        before: "PutRolePolicy",
        what: updated({ variable: "two", privileged: true, image: "registry.example.net/acme/web:2" }),
      },
      made(),
      { do: "meanwhile", at: 1, before: "PutItem", what: updated({ project: "api", variable: "three" }) },
      made({ project: "api" }),
    ],
  },
  {
    name: "who is ignored gets nothing, and loses what is withdrawn",
    actions: [
      secret("hub", "all"),
      secret("team/quay", "web api"),
      made(),
      made({ project: "api", secret: "team/quay" }),
      made({ project: "pay-a", role: "shop", tags: { "pullpass/ignore": "yes" } }),
      made({ project: "pay-b", role: "night", tags: { "pullpass/ignore": "false" } }),
      { do: "ignore role", role: "build", value: "yes" },
      updated({ secret: "team/quay" }),
      untagged("hub"),
      { do: "trust", role: "night", service: "ec2" },
      { do: "ignore role", role: "shop", value: "yes" },
      { do: "tag project", project: "pay-a", tags: {} },
      consent("hub", "pay-a"),
    ],
  },
  {
    name: "what people do to the role's policies is theirs, and pullpass's own comes back",
    actions: [
      secret("hub", "all"),
      made(),
      { do: "write policy", role: "build", says: "logs" },
      wait(1_000),
      { do: "edit own policy", role: "build", how: "delete" },
      wait(1_000),
      { do: "edit own policy", role: "build", how: "add" },
      wait(1_000),
      { do: "edit own policy", role: "build", how: "replace" },
      made({ project: "api", role: "night" }),
      { do: "delete role", role: "night" },
      { do: "trust", role: "shop", service: "ec2" },
      made({ project: "pay-a", role: "shop" }),
    ],
  },
  {
    name: "words, beginnings and groups mean what they say",
    actions: [
      secret("hub", "all web"),
      secret("team/quay", "prefix=pay-"),
      made(),
      made({ project: "api", tags: { "pullpass/group": "red" } }),
      made({ project: "pay-a", secret: "team/quay", role: "shop" }),
      made({ project: "pay-b", secret: "team/quay", role: "shop", tags: { "pullpass/group": "blue" } }),
      tagged("hub", { "pullpass/projects": "nobody", "pullpass/group": "red" }),
      tagged("team/quay", { "pullpass/projects": "pay-b", "pullpass/group": "green" }),
      updated({ project: "api", secret: "team/quay", role: "shop" }),
      consent("team/quay", "prefix=pay-"),
      tagged("hub", { "pullpass/projects": "all web", "pullpass/group": "none" }),
      updated({ project: "pay-b", role: "build" }),
    ],
  },
  {
    name: "secrets are found where they are, with the keys that they are under",
    actions: [
      secret("hub", "all", { place: "away", key: 0 }),
      secret("team/quay", "all", { key: 0 }),
      made({ place: "away" }),
      made({ project: "api", secret: "team/quay", as: "partial" }),
      { do: "change key of secret", secret: "team/quay", place: "home", key: 1 },
      { do: "rotate value", secret: "team/quay", place: "home" },
      { do: "delete secret", secret: "team/quay", place: "home", forever: true },
      secret("team/quay", "all"),
      { do: "replicate secret", secret: "team/quay" },
      { do: "key state", key: 0, enabled: false },
    ],
  },
  {
    name: "what is none of pullpass's stays as it is",
    actions: [
      secret("hub", "all"),
      made({ role: "AWSReservedSSO_Deploy_1a2b3c4d5e6f7a8b" }),
      made({ project: "api", as: "foreign" }),
      { do: "trust", role: "shop", service: "ec2" },
      made({ project: "pay-a", role: "shop" }),
      { do: "edit own policy", role: "build", how: "add" },
      made({ project: "pay-b" }),
      sweep,
    ],
  },
  {
    name: "what puts the old value back within seconds is a loop, and a deployment now and then is none",
    actions: [
      secret("hub", "all"),
      made(),
      made({ project: "api" }),
      ...Array.from({ length: 5 }).flatMap(() => [updated({ as: "name" }), wait(20)]),
      ...Array.from({ length: 4 }).flatMap(() => [wait(18_000), updated({ project: "api", as: "name" })]),
    ],
  },
  {
    name: "a build that could not pull is started again once, where its owner asks for it and its secret consents",
    actions: [
      secret("hub", "nobody"),
      made({ as: "arn", pull: "SERVICE_ROLE", tags: { "pullpass/retry": "true" } }),
      made({ project: "api", role: "shop", as: "arn", pull: "SERVICE_ROLE" }),
      made({
        project: "pay-a",
        role: "night",
        as: "arn",
        pull: "SERVICE_ROLE",
        tags: { "pullpass/retry": "true" },
      }),
      ...[built(), built("api"), built("pay-a"), wait(20)],
      ...[consent("hub", "all"), wait(10), consent("hub", "web api"), wait(400)],
      ...[untagged("hub"), wait(20), built(), wait(20)],
      ...[consent("hub", "web"), wait(60), untagged("hub"), wait(20), consent("hub", "web"), wait(400)],
    ],
  },
  {
    name: "what was undone and is wanted again is told again",
    actions: [
      secret("hub", "web"),
      made(),
      untagged("hub"),
      consent("hub", "web"),
      updated({ as: "name" }),
      wait(70),
      updated({ as: "name", variable: "two" }),
    ],
  },
];
