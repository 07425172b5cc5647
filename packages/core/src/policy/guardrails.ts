/** Policies that keep consent with those who may give it. Pure text: whoever prints it decides where it goes. */
import type { RoleTag } from "../model/reach.ts";

export interface GuardrailQuestion {
  /** `pullpass/` */
  readonly tagPrefix: string;
  /** Who may set the tags: names of roles, with their path if they have one: `registry-admin`, `admins/registry`. */
  readonly adminRoles: readonly string[];
  /** Who may, too: permission sets of IAM Identity Center, by name. */
  readonly permissionSets: readonly string[];
  /** The deployment's `requiredRoleTag`, if it has one: it is guarded like the consent. */
  readonly requiredRoleTag: RoleTag | undefined;
  /** The name of the managed policy that the boundary is to be. */
  readonly boundaryName: string;
}

export interface Guardrails {
  /** For an organization, attached to the accounts or units that builds run in. */
  readonly serviceControlPolicy: GuardrailPolicy;
  /** For people and pipelines of an account without an organization, and of the management account. */
  readonly boundary: GuardrailPolicy;
  /** For an organization: reports keys that are written in another case, which pullpass does not read. */
  readonly tagPolicy: TagPolicy;
  /** For policies that teams have already. */
  readonly statements: readonly GuardrailStatement[];
}

interface GuardrailPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly GuardrailStatement[];
}

interface TagPolicy {
  readonly tags: Readonly<Record<string, { readonly tag_key: { readonly "@@assign": string } }>>;
}

interface GuardrailStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export function guardrails(question: GuardrailQuestion): Guardrails {
  const statements = [...consentIsTheAdmins(question), adminsAreWhoTheyAre(question)];
  return {
    serviceControlPolicy: policy(statements),
    boundary: policy([everythingElse, ...statements, ...boundaryStays(question)]),
    tagPolicy: { tags: Object.fromEntries(words.map((word) => [word, spelling(question.tagPrefix + word)])) },
    statements,
  };
}

const policy = (Statement: readonly GuardrailStatement[]): GuardrailPolicy => ({
  Version: "2012-10-17",
  Statement,
});

const words = ["projects", "group", "ignore"];

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html */
const spelling = (key: string) => ({ tag_key: { "@@assign": key } });

/** A boundary allows nothing that it does not name. */
const everythingElse: GuardrailStatement = {
  Sid: "EverythingElse",
  Effect: "Allow",
  Action: "*",
  Resource: "*",
};

/**
 * Every call that makes or changes tags of a secret, a project or a role; Tag Editor needs the same permissions.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
 */
const tagging = [
  "codebuild:CreateProject",
  "codebuild:UpdateProject",
  "iam:CreateRole",
  "iam:TagRole",
  "iam:UntagRole",
  "secretsmanager:CreateSecret",
  "secretsmanager:TagResource",
  "secretsmanager:UntagResource",
];

function consentIsTheAdmins(question: GuardrailQuestion): readonly GuardrailStatement[] {
  const { tagPrefix, requiredRoleTag } = question;
  const others = { ArnNotLike: { "aws:PrincipalArn": admins(question) } };
  const deny = (Sid: string, Action: readonly string[], keys: object): GuardrailStatement => ({
    Sid,
    Effect: "Deny",
    Action,
    Resource: "*",
    Condition: { ...keys, ...others },
  });
  // UpdateProject replaces a project's tags: with any at all, those that are not repeated are gone.
  const replacing = (word: string) => ({
    Null: { "aws:TagKeys": "false", [`aws:ResourceTag/${tagPrefix}${word}`]: "false" },
  });
  return [
    deny("ConsentTags", tagging, { "ForAnyValue:StringLike": { "aws:TagKeys": `${tagPrefix}*` } }),
    deny("TagsOfGroupedProjects", ["codebuild:UpdateProject"], replacing("group")),
    deny("TagsOfIgnoredProjects", ["codebuild:UpdateProject"], replacing("ignore")),
    // Keys of a role's tags are the same in any case. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_case
    ...(requiredRoleTag === undefined
      ? []
      : [
          deny(
            "RolesOptIn",
            tagging.filter((action) => action.startsWith("iam:")),
            { "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": requiredRoleTag.key } },
          ),
        ]),
  ];
}

/** Who can make the role, open it or hand it to a service is who it stands for. */
function adminsAreWhoTheyAre(question: GuardrailQuestion): GuardrailStatement {
  const known = [...admins(question), ...organizationRoles.map(roleArn)];
  return {
    Sid: "AdminsStayWhoTheyAre",
    Effect: "Deny",
    Action: ["iam:CreateRole", "iam:PassRole", "iam:UpdateAssumeRolePolicy"],
    Resource: known,
    Condition: { ArnNotLike: { "aws:PrincipalArn": known } },
  };
}

/**
 * By these the organization administers an account. Where one does not exist, nobody else is to make it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
const organizationRoles = ["OrganizationAccountAccessRole", "AWSControlTowerExecution"];

/** Whoever has the boundary can neither leave it, nor change it, nor make someone who does not have it. */
function boundaryStays({ boundaryName }: GuardrailQuestion): readonly GuardrailStatement[] {
  const boundary = `arn:*:iam::*:policy/${boundaryName}`;
  return [
    {
      Sid: "OnlyWithThisBoundary",
      Effect: "Deny",
      Action: [
        "iam:CreateRole",
        "iam:CreateUser",
        "iam:PutRolePermissionsBoundary",
        "iam:PutUserPermissionsBoundary",
      ],
      Resource: "*",
      Condition: { ArnNotLike: { "iam:PermissionsBoundary": boundary } },
    },
    {
      Sid: "BoundariesStay",
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"],
      Resource: "*",
    },
    {
      Sid: "ThisBoundaryStays",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
      ],
      Resource: boundary,
    },
  ];
}

function admins({ adminRoles, permissionSets }: GuardrailQuestion): readonly string[] {
  return [...adminRoles.map(roleArn), ...permissionSets.map(permissionSetArn)];
}

const roleArn = (pathAndName: string) => `arn:*:iam::*:role/${pathAndName}`;

/**
 * Nobody but AWS makes roles of this path; in us-east-1 it has no Region. Sixteen characters follow the name, so that a
 * permission set whose name only begins so is another.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
const permissionSetArn = (name: string) =>
  roleArn(`aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${name}_${"?".repeat(16)}`);
