/** From files to a report: what each is, what belongs together, and what is wrong in it. */
import { tally } from "@pullpass/core";
import { type CheckSettings, checkDeployable, type Deployable } from "./check.ts";
import { anyAccount, anyRegion, homeIn, type KnownHome, namedIn } from "./declared/home.ts";
import type { Surroundings } from "./declared/in-world.ts";
import type { CheckedFile, CheckedProject, CheckReport } from "./report/report.ts";
import { readSource, UnreadableSource } from "./source/read-source.ts";
import { assemblyOf } from "./stacks/assembly.ts";
import { declareStacks } from "./stacks/declare.ts";
import { type Template, templateOf } from "./stacks/template.ts";
import { declarePlan, projectType } from "./terraform/declare.ts";
import { planOf, type TerraformPlan } from "./terraform/plan.ts";

/** How files are read: `undefined` where there is none. */
export interface Files {
  readonly isFolder: (path: string) => Promise<boolean>;
  /** @throws Error for one that cannot be read */
  readonly read: (path: string) => Promise<string>;
}

export interface CheckQuestion extends CheckSettings {
  readonly paths: readonly string[];
  /** Of pullpass. */
  readonly version: string;
  /** Where they are to be deployed, as far as somebody said; what the files say of it counts before. */
  readonly home: KnownHome;
}

export async function checkFiles(
  question: CheckQuestion,
  files: Files,
  around: Omit<Surroundings, "texts">,
): Promise<CheckReport> {
  const told: CheckedFile[] = [];
  const projects: CheckedProject[] = [];
  for (const path of question.paths) {
    const { deployable, read } = await open(path, question, files);
    const found = deployable === undefined ? [] : await checkDeployable(deployable, question, around);
    projects.push(...found);
    told.push(
      ...read.map((file) => ({ ...file, projects: found.filter((each) => each.file === file.file).length })),
    );
  }
  const counted = tally();
  for (const project of projects) counted.project(project);
  return {
    schema: "pullpass-check/1",
    version: question.version,
    files: told,
    counts: counted.counts(),
    projects,
  };
}

type ReadFile = Omit<CheckedFile, "projects">;

interface Opened {
  readonly deployable: Deployable | undefined;
  readonly read: readonly ReadFile[];
}

async function open(path: string, question: CheckQuestion, files: Files): Promise<Opened> {
  try {
    if (await files.isFolder(path)) return await openFolder(path, question, files);
    const text = await files.read(path);
    const json = parsedJson(text);
    const plan = json === undefined ? undefined : planOf(path, text, json);
    if (plan !== undefined) return openPlan(plan, text, question);
    const template = templateOf(path, readSource(text));
    if (template === undefined) {
      const why = "it is neither a CloudFormation template nor a Terraform plan as JSON";
      return { deployable: undefined, read: [{ file: path, kind: "other", why }] };
    }
    const stack = { template, name: anyStack, home: question.home };
    return {
      deployable: ofStacks([stack], text),
      read: [{ file: path, kind: "cloudformation", why: template.leftOut ?? null }],
    };
  } catch (error) {
    const isExpected = error instanceof UnreadableSource || (error instanceof Error && "code" in error);
    if (!isExpected) throw error;
    return { deployable: undefined, read: [{ file: path, kind: "unreadable", why: error.message }] };
  }
}

/** Stands for the name of a stack that no file tells. */
const anyStack = "any-stack";

function parsedJson(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface StackToBe {
  readonly template: Template;
  readonly name: string;
  readonly home: KnownHome;
}

async function openFolder(path: string, question: CheckQuestion, files: Files): Promise<Opened> {
  const manifest = parsedJson(await files.read(`${path}/manifest.json`));
  const assembly = assemblyOf(path, manifest);
  if (assembly === undefined) {
    const why = "its manifest.json is none of the CDK";
    return { deployable: undefined, read: [{ file: path, kind: "other", why }] };
  }
  const stacks: StackToBe[] = [];
  const texts: string[] = [];
  const pending = [assembly];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    for (const { file, name, home } of next.stacks) {
      const text = await files.read(file);
      const template = templateOf(file, readSource(text));
      const at = {
        account: home.account ?? question.home.account,
        region: home.region ?? question.home.region,
      };
      if (template !== undefined) stacks.push({ template, name, home: at });
      texts.push(text);
    }
    for (const folder of next.nested) {
      const inner = assemblyOf(folder, parsedJson(await files.read(`${folder}/manifest.json`)));
      if (inner !== undefined) pending.push(inner);
    }
  }
  const read = stacks.map(
    ({ template }): ReadFile => ({ file: template.file, kind: "cdk", why: template.leftOut ?? null }),
  );
  const none: ReadFile = { file: path, kind: "cdk", why: "it has no stack with resources" };
  return { deployable: ofStacks(stacks, texts.join("\n")), read: read.length > 0 ? read : [none] };
}

function ofStacks(stacks: readonly StackToBe[], text: string): Deployable {
  const named = namedIn(stringsOf(text));
  return {
    texts: text,
    projects: stacks.flatMap(({ template }) =>
      [...template.resources.values()]
        .filter(({ type }) => type === "AWS::CodeBuild::Project")
        .map(({ id }) => ({ file: template.file, id })),
    ),
    declare(choose) {
      const placed = stacks.map((stack) => ({
        ...stack,
        home: homeIn(stack.home, named, choose),
        parameters: {},
      }));
      const declared = declareStacks(placed, text, choose);
      return {
        ...declared,
        calledInFile: new Map([
          ...declared.calledInFile,
          // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's own
          [anyAccount, "${AWS::AccountId}"],
          [anyRegion, "${AWS::Region}"],
          [anyStack, "${AWS::StackName}"],
          // biome-ignore-end lint/suspicious/noTemplateCurlyInString: CloudFormation's own
        ]),
      };
    },
  };
}

function openPlan(plan: TerraformPlan, text: string, { home }: CheckQuestion): Opened {
  const named = namedIn(stringsOf(text));
  const projects = [...plan.resources.values()].filter(({ type, isData }) => type === projectType && !isData);
  return {
    deployable: {
      texts: text,
      projects: projects.map(({ address }) => ({ file: plan.file, id: address })),
      declare: (choose) => declarePlan(plan, home, named, text, choose),
    },
    read: [{ file: plan.file, kind: "terraform", why: null }],
  };
}

/** The text as it is, for ARNs in it; and accounts that stand alone in quotes or behind a colon. */
function stringsOf(text: string): readonly string[] {
  const alone = [...text.matchAll(/(?<![\d.:/])(\d{12})(?![\d.:/])/g)].map(([, account = ""]) => account);
  return [text, ...alone];
}
