/** What a project may be called whose name the file does not tell: policies and consent that name projects may mean it. */
import { isFilled } from "../worlds/value.ts";
import type { Choose } from "../worlds/worlds.ts";
import type { Declared, DeclaredProject } from "./declared.ts";
import { asName, isGenerated } from "./names.ts";
import { tagsFrom } from "./tags.ts";

export function projectName(
  { name, id }: DeclaredProject,
  { secrets }: Declared,
  { texts, tagPrefix }: { readonly texts: string; readonly tagPrefix: string },
  choose: Choose,
): string {
  const own = projectForm(name);
  if (!isGenerated(name) && !isFilled(name)) return own;
  const inArns = [...texts.matchAll(/:project\/([A-Za-z0-9_*-]+)/g)].map(([, each = ""]) => each);
  const consenting = secrets.flatMap(({ tags }) => (tagsFrom(tags)[`${tagPrefix}projects`] ?? "").split(" "));
  const words = [...inArns, ...consenting.map((word) => word.replace(/^prefix=(.+)$/, "$1*"))];
  const others = words
    .map((word) => projectForm(word.replaceAll("*", "any")))
    .filter((word) => word !== "all");
  const candidates = [...new Set([own, ...others])].filter((each) => each !== "any").slice(0, candidatesMax);
  const reason = `the name of the project ${id}, which AWS makes or a parameter tells`;
  if (candidates.length < 2) return own;
  return candidates[choose({ key: `project ${id}`, ways: candidates.length, reason })] ?? own;
}

const candidatesMax = 5;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
function projectForm(text: string): string {
  const name = asName(text).replace(/^[^A-Za-z0-9]+/, "");
  return name.length < 2 ? `project-${name}` : name.slice(0, 255);
}
