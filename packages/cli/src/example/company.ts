/** A company's account as one finds it: teams, their projects, and what is wrong with them. All of it is made up. */
import type { Sandbox } from "@pullpass/sandbox";

export interface ExampleProject {
  readonly name: string;
  readonly role: string;
  readonly trouble: Trouble;
}

export type Trouble = keyof typeof dealtOfForty;

/** Of forty projects: most work, and what does not is what goes wrong most often. */
const dealtOfForty = {
  none: 11,
  "grant missing": 6,
  "no consent": 4,
  "decrypt missing": 2,
  "named, not by ARN": 2,
  "pull type": 2,
  "secret not found": 2,
  "registry in a VPC": 2,
  "image of ECR": 1,
  "boundary in the way": 1,
  "resource policy denies": 1,
  "secret being deleted": 1,
  "login in plain text": 1,
  "condition on the address": 1,
  "public image": 2,
  "curated image": 1,
} as const;

/** Few enough that a tag of 256 characters names them all. */
export const teams = [
  "payments",
  "search",
  "mobile",
  "checkout",
  "catalog",
  "growth",
  "data",
  "ml",
  "billing",
  "fraud",
  "orders",
  "stock",
] as const;

const services = [
  "api",
  "web",
  "worker",
  "jobs",
  "e2e",
  "release",
  "docs",
  "import",
  "export",
  "gateway",
  "events",
  "reports",
  "admin",
  "sync",
  "batch",
  "nightly",
] as const;

/** The same count and the same chance give the same company. */
export function company(count: number, chance: Sandbox["ids"]): readonly ExampleProject[] {
  const deck = shuffled(Object.keys(dealtOfForty).flatMap(dealt), chance);
  const names = shuffled(allNames(count), chance);
  return names.slice(0, count).map((name, index) => {
    const trouble = deck[index % deck.length] ?? "none";
    const [team = ""] = name.split("-");
    return { name, trouble, role: roleOf(name, team, trouble) };
  });
}

function dealt(trouble: string): readonly Trouble[] {
  return isTrouble(trouble) ? Array.from({ length: dealtOfForty[trouble] }, () => trouble) : [];
}

function isTrouble(text: string): text is Trouble {
  return Object.hasOwn(dealtOfForty, text);
}

/** Every other team has a role for several of its projects, as people who write them by hand do. */
function roleOf(name: string, team: string, trouble: Trouble): string {
  const isShared = sharing.has(team) && sharable.has(trouble);
  return isShared ? `${team}-${trouble === "none" ? "build" : "ci"}` : `codebuild-${name}-service-role`;
}

const sharing: ReadonlySet<string> = new Set(teams.filter((_team, index) => index % 2 === 0));
const sharable: ReadonlySet<Trouble> = new Set(["none", "grant missing"]);

function allNames(count: number): readonly string[] {
  const names = teams.flatMap((team) => services.map((service) => `${team}-${service}`));
  const rounds = Math.ceil(count / names.length);
  return Array.from({ length: rounds }, (_, round) =>
    names.map((name) => (round === 0 ? name : `${name}-${round + 1}`)),
  ).flat();
}

/** https://en.wikipedia.org/wiki/Fisher%E2%80%93Yates_shuffle */
function shuffled<Item>(items: readonly Item[], chance: Sandbox["ids"]): readonly Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(chance.number(left.length), 1));
}
