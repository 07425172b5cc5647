/** A person who does what a finding says, and nothing else. */
import { pullpass } from "../../cli/support/run.ts";
import { aws, type Files } from "./aws-command.ts";
import { type Edit, type EditorContext, editPolicy, policyOf } from "./policy-editor.ts";
import type { PrintedFinding, PrintedStep } from "./printed.ts";
import { changeProjects, memberChangeIn } from "./project-editor.ts";
import { commandsIn } from "./shell.ts";

/** `needs a person`: a step says what only a person can decide, and has nothing to paste. */
export async function follow(
  { steps }: PrintedFinding,
  context: EditorContext,
): Promise<"done" | "needs a person"> {
  // All that is said of one policy, or of one project, is done before it is written.
  const edits = Map.groupBy(steps.flatMap(editIn), ({ place }) => place);
  for (const [place, all] of edits) {
    await editPolicy(context, place, (document) => all.reduce((so, { edit }) => edit(so), document));
  }
  await changeProjects(context, steps.flatMap(memberChangeIn));
  let end: "done" | "needs a person" = "done";
  for (const step of steps) {
    if (editIn(step).length > 0 || memberChangeIn(step).length > 0) continue;
    // The same in another way: whoever has pullpass needs it not.
    if (step.text.startsWith("Or, with the AWS command line alone")) continue;
    for (const line of step.pasted) await run(line, context);
    if (step.pasted.length === 0) end = "needs a person";
  }
  return end;
}

/** What a step says of a policy, and of which. */
function editIn({ text, pasted }: PrintedStep): readonly { readonly place: string; readonly edit: Edit }[] {
  const [block = ""] = pasted;
  const addition = /^Add this statement for \S+ to (.*)\.$/.exec(text);
  if (addition?.[1] !== undefined) {
    const edit: Edit = (policy) => ({ ...policy, Statement: [...policy.Statement, JSON.parse(block)] });
    return [{ place: addition[1], edit }];
  }
  const exclusion = /^In (.*), give statement (\d+)(?: \(.*\))? this Condition, /.exec(text);
  if (exclusion?.[1] !== undefined) {
    const Condition = JSON.parse(block);
    const isMeant = (index: number) => index === Number(exclusion[2]) - 1;
    const edit: Edit = (policy) => ({
      ...policy,
      Statement: policy.Statement.map((each, index) => (isMeant(index) ? { ...each, Condition } : each)),
    });
    return [{ place: exclusion[1], edit }];
  }
  const removal = /^From (.*), remove the principal (\w+), and statements that name no other: /.exec(text);
  if (removal?.[1] === undefined) return [];
  const [, place, gone = ""] = removal;
  const edit: Edit = (policy) => ({
    ...policy,
    Statement: policy.Statement.flatMap((each) => withoutPrincipal(each, gone)),
  });
  return [{ place, edit }];
}

function withoutPrincipal(statement: Readonly<Record<string, unknown>>, gone: string) {
  const { Principal } = statement;
  if (typeof Principal !== "object" || Principal === null) return [statement];
  const names: readonly unknown[] = [Reflect.get(Principal, "AWS") ?? []].flat();
  if (!names.includes(gone)) return [statement];
  const AWS = names.filter((name) => name !== gone);
  return AWS.length === 0 ? [] : [{ ...statement, Principal: { ...Principal, AWS } }];
}

async function run(line: string, context: EditorContext): Promise<void> {
  for (const [program, ...words] of commandsIn(line)) {
    if (program === "aws") await aws(context.sandbox, words, await filesOf(words, context), context.region);
    else if (program === "pullpass") await apply(words, context);
    else throw new Error(`neither aws nor pullpass: ${line}`);
  }
}

async function apply(words: readonly string[], { sandbox }: EditorContext): Promise<void> {
  const { err } = await pullpass(sandbox, [...words, "--yes"], { environment: {} });
  if (err !== "") throw new Error(err);
}

/** What the texts say that the files hold: the policies as they were edited, and a login. */
async function filesOf(words: readonly string[], context: EditorContext): Promise<Files> {
  const of = (flag: string) => words[words.indexOf(flag) + 1] ?? "";
  const role = of("--role-name");
  return {
    "credential.json": '{"username":"ci","password":"canary-s3cret"}',
    ...(words.includes("put-key-policy") && {
      "policy.json": await policyOf(context, `the key policy of ${of("--key-id")}`),
    }),
    ...(words.includes("update-assume-role-policy") && {
      "trust.json": await policyOf(context, `the trust policy of role/${role}`),
    }),
  };
}
