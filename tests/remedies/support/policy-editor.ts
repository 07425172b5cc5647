/** A person who edits the policy that a remedy names, with what it says to paste. */
import type { Sandbox } from "../../../packages/sandbox/src/index.ts";
import { administrator } from "./aws-command.ts";

type Document = {
  readonly Version?: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
};
export type Edit = (document: Document) => Document;

interface Editor {
  readonly pattern: RegExp;
  /** `what`: the ARN or the name in the text. */
  edit(context: EditorContext, what: string, edit: Edit): Promise<void>;
}

export interface EditorContext {
  readonly sandbox: Sandbox;
  readonly region: string;
  readonly roleName: string;
}

const empty: Document = { Version: "2012-10-17", Statement: [] };

/** Edits what the words name. @throws if they name no policy that can be found */
export async function editPolicy(context: EditorContext, words: string, edit: Edit): Promise<void> {
  for (const { pattern, edit: write } of editors) {
    const found = pattern.exec(words);
    if (found !== null) return write(context, found[1] ?? "", edit);
  }
  throw new Error(`the remedy names no policy that can be found: ${words}`);
}

/** The text of the policy that the words name. */
export async function policyOf(context: EditorContext, words: string): Promise<string> {
  let text = "";
  await editPolicy(context, words, (document) => {
    text = JSON.stringify(document);
    return document;
  });
  return text;
}

const editors: readonly Editor[] = [
  {
    pattern: /^a policy of the role$/,
    async edit({ sandbox, region, roleName }, _, edit) {
      const PolicyDocument = JSON.stringify(edit(empty));
      const PolicyName = `pasted-${sandbox.ids.uuid()}`;
      await administrator(sandbox, region)("iam", "PutRolePolicy", {
        RoleName: roleName,
        PolicyName,
        PolicyDocument,
      });
    },
  },
  {
    pattern: /^the permissions boundary of (arn:\S+)$/,
    async edit({ sandbox, region }, role, edit) {
      const call = administrator(sandbox, region);
      const { Role } = await call("iam", "GetRole", { RoleName: role.split("/").at(-1) });
      const boundary = member(member(Role, "PermissionsBoundary"), "PermissionsBoundaryArn");
      await editManaged(call, String(boundary), edit);
    },
  },
  {
    pattern: /^the role's policy (arn:\S+)$/,
    edit: ({ sandbox, region }, arn, edit) => editManaged(administrator(sandbox, region), arn, edit),
  },
  {
    pattern: /^the role's policy (.+)$/,
    async edit({ sandbox, region, roleName }, PolicyName, edit) {
      const call = administrator(sandbox, region);
      const input = { RoleName: roleName, PolicyName };
      const { PolicyDocument } = await call("iam", "GetRolePolicy", input);
      await call("iam", "PutRolePolicy", {
        ...input,
        PolicyDocument: edited(decodeURIComponent(String(PolicyDocument)), edit),
      });
    },
  },
  {
    pattern: /^the resource policy of (arn:\S+)$/,
    async edit({ sandbox }, SecretId, edit) {
      const [, , , region = "", account] = SecretId.split(":");
      const call = administrator(sandbox, region, account);
      const { ResourcePolicy } = await call("secretsmanager", "GetResourcePolicy", { SecretId });
      await call("secretsmanager", "PutResourcePolicy", {
        SecretId,
        ResourcePolicy: edited(
          ResourcePolicy === undefined ? JSON.stringify(empty) : String(ResourcePolicy),
          edit,
        ),
      });
    },
  },
  {
    pattern: /^the key policy of (arn:\S+)$/,
    async edit({ sandbox }, KeyId, edit) {
      const [, , , region = "", account] = KeyId.split(":");
      const call = administrator(sandbox, region, account);
      const { Policy } = await call("kms", "GetKeyPolicy", { KeyId });
      // Whether its administrator can still change it is not what the remedy is about.
      const BypassPolicyLockoutSafetyCheck = true;
      await call("kms", "PutKeyPolicy", {
        KeyId,
        Policy: edited(String(Policy), edit),
        BypassPolicyLockoutSafetyCheck,
      });
    },
  },
  {
    pattern: /^the trust policy of (\S+)$/,
    async edit({ sandbox, region }, role, edit) {
      const call = administrator(sandbox, region);
      const RoleName = role.split("/").at(-1);
      const { Role } = await call("iam", "GetRole", { RoleName });
      const PolicyDocument = edited(
        decodeURIComponent(String(member(Role, "AssumeRolePolicyDocument"))),
        edit,
      );
      await call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
    },
  },
  {
    pattern: /^the service control policy .+ \((p-\w+)\)$/,
    async edit(context, id, edit) {
      const named = attachedIn(context)
        .flat()
        .filter((policy) => policy.id === id);
      for (const { document } of named)
        Object.assign(document, JSON.parse(edited(JSON.stringify(document), edit)));
    },
  },
  {
    pattern: /^every level of the service control policies that lacks it$/,
    async edit(context, _, edit) {
      // Which has what AWS attaches to everything that is new lacks nothing.
      const lacking = attachedIn(context).filter((level) => level.every(({ isAwsManaged }) => !isAwsManaged));
      for (const [policy] of lacking) {
        if (policy === undefined) continue;
        Object.assign(policy.document, JSON.parse(edited(JSON.stringify(policy.document), edit)));
      }
    },
  },
];

/** The service control policies of each level, from the account up. */
function attachedIn({ sandbox: { organization, account } }: EditorContext) {
  const levels: (readonly {
    readonly id: string;
    readonly isAwsManaged: boolean;
    readonly document: object;
  }[])[] = [];
  for (let node = organization?.nodes.get(account); node; node = node.parent) levels.push(node.attached);
  return levels;
}

async function editManaged(call: ReturnType<typeof administrator>, PolicyArn: string, edit: Edit) {
  const { Policy } = await call("iam", "GetPolicy", { PolicyArn });
  const VersionId = member(Policy, "DefaultVersionId");
  const { PolicyVersion } = await call("iam", "GetPolicyVersion", { PolicyArn, VersionId });
  const PolicyDocument = edited(decodeURIComponent(String(member(PolicyVersion, "Document"))), edit);
  await call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument, SetAsDefault: true });
}

function edited(text: string, edit: Edit): string {
  const document = JSON.parse(text);
  return JSON.stringify(edit({ ...document, Statement: [document.Statement].flat() }));
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
