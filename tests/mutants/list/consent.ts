/** Only a secret's own tags let anybody in. */
import type { Mutant } from "../mutant.ts";

const file = "packages/core/src/model/consent.ts";
const tests = ["tests/model/consent.test.ts", "tests/plan/consent.test.ts", "tests/docs/consent.test.ts"];

export const consent: readonly Mutant[] = [
  {
    name: "everyone-consented-to",
    file: "packages/core/src/diagnose/need.ts",
    find: "  if (!consentCovers(consentOf(secret.tags, settings.tagPrefix), project, settings.tagPrefix)) {",
    replace:
      '  if (settings.mode === "plan" && !consentCovers(consentOf(secret.tags, settings.tagPrefix), project, settings.tagPrefix)) {',
    breaks: "No token, no consent.",
    tests,
  },
  {
    name: "all-beside-others",
    file,
    find: "  if (tokens.length === 1 && tokens[0] === everyone)",
    replace: "  if (tokens.includes(everyone))",
    breaks: "`all` means every project only where it stands alone.",
    tests,
  },
  {
    name: "all-is-a-name",
    file,
    find: "  if (tokens.length === 1 && tokens[0] === everyone)",
    replace: "  if (tokens.length === 0 && tokens[0] === everyone)",
    breaks: "`all` alone means every project.",
    tests,
  },
  {
    name: "prefix-anywhere",
    file,
    find: "project.name.startsWith(prefix)",
    replace: "project.name.includes(prefix.slice(0, 1))",
    breaks: "A prefix means the names that begin so.",
    tests,
  },
  {
    name: "names-begin-so",
    file,
    find: "        consent.names.includes(project.name) ||\n",
    replace: "        consent.names.some((name) => project.name.startsWith(name.slice(0, 1))) ||\n",
    breaks: "A name means the project of that name.",
    tests,
  },
  {
    name: "any-group",
    file,
    find: "(consent.group !== undefined && consent.group === groupOf(project.tags, tagPrefix))",
    replace: "(consent.group !== undefined && groupOf(project.tags, tagPrefix) !== undefined)",
    breaks: "A group means the projects of the same group.",
    tests,
  },
  {
    name: "group-not-asked",
    file,
    find: "(consent.group !== undefined && consent.group === groupOf(project.tags, tagPrefix))",
    replace: "(consent.group !== undefined && consent.group === tagPrefix)",
    breaks: "A project of the secret's group may read it.",
    tests,
  },
  {
    name: "blank-group",
    file,
    find: '  return group === undefined || group.trim() === "" ? undefined : group;',
    replace: "  return group;",
    breaks: "A blank group joins nobody.",
    tests,
  },
  {
    name: "ignore-false-ignores",
    file,
    find: '  return value !== undefined && value !== "false";',
    replace: "  return value !== undefined;",
    breaks: "`pullpass/ignore` with the value false ignores nothing.",
    tests,
  },
];
