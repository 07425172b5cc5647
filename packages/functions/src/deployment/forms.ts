/** What the settings of a deployment look like, for whoever reads them: the stack's options, the functions' environment. */
import * as v from "valibot";
import { summaries } from "./summary.ts";

/** A text of this form; `form` completes the sentence "… takes …". */
export const text = (pattern: RegExp, form: string) => v.pipe(v.string(form), v.regex(pattern, form));

/** Does the text have that form? */
export const fits = (form: v.GenericSchema, given: string) => v.is(form, given);

export const isRegion = (word: string) => /^[a-z]+(?:-[a-z]+)+-[0-9]+$/.test(word);

export const region = v.pipe(v.string("a Region: eu-central-1"), v.check(isRegion, "a Region: eu-central-1"));
export const mode = v.picklist(["apply", "plan"], "apply or plan");
export const normalization = v.picklist(["all", "unmanaged", "off"], "all, unmanaged or off");
export const sharedRoles = v.picklist(["flag", "refuse"], "flag or refuse");
export const onOrOff = v.picklist(["on", "off"], "on or off");
export const bindGrants = v.picklist(["ifExists", "strict", "off"], "ifExists, strict or off");

const summaryForm = "daily, weekly or false";
export const summary = v.union([v.literal(false), v.picklist(summaries, summaryForm)], summaryForm);

/** Who is called at night should not hear of it the next day. */
export const collectMinutesMax = 60;
export const collectMinutesForm = `whole minutes from 0, which is at once, to ${collectMinutesMax}`;

/**
 * Keys have 128 characters at most, and a word of pullpass's follows the prefix.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets_tagging.html
 */
export const tagPrefix = text(
  /^(?!aws:)[\w .:/=+@-]{1,100}$/i,
  "the beginning of tag keys, at most 100 letters, digits, spaces and _ . : / = + - @: pullpass/",
);

/** A policy's name has 128 characters at most, and the Region follows. */
export const policyName = text(
  /^[\w+=,.@-]{1,100}$/,
  "letters, digits and _ + = , . @ -, at most 100: pullpass",
);

export const rolePattern = text(/^[\w+=,.@*-]+$/, "a role name in which * is any run of characters: *");
export const rolePath = text(
  /^\/(?:[\w+=,.@-]+\/)*\*?$/,
  "a path of roles, as / or /builds/, which with a * at its end covers what is below, too: /*",
);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const requiredBoundary = optional(
  /^arn:[a-z-]+:iam::(?:[0-9]{12}|aws):policy\/[\w+=,.@/-]+$/,
  "the ARN of a managed policy: arn:aws:iam::111122223333:policy/builds",
);

/** Characters of tags on roles. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
export const requiredRoleTag = optional(
  /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/+@-]{1,128}=[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/iu,
  "a tag of roles, the value after the key: builds=yes",
);

export const projectPattern = text(/^[\w*-]+$/, "a project name in which * is any run of characters: *");

/** That, or what says that nothing is required: `false` as an option, nothing in an environment. */
function optional(pattern: RegExp, form: string) {
  const orFalse = `${form}, or false`;
  return {
    orFalse: v.union([v.literal(false), text(pattern, orFalse)], orFalse),
    orNothing: v.union([v.literal(""), text(pattern, form)], form),
  };
}
