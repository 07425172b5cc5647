/** What people write where the name or the ARN of a secret belongs, and what they meant by it. */
import { parseArn } from "./arn.ts";
import { addressMisuse } from "./credential-address.ts";
import { type ArnMisuse, arnMisuse, ssmParameter, suffixed } from "./credential-arn.ts";
import { giveIt, lookalikes } from "./credential-lookalikes.ts";
import { isVariableSuffix } from "./login-form.ts";
import type { Misuse, ReferencePlace } from "./misuse.ts";
import { unknownMasks } from "./not-shown.ts";
import { parseSecretReference, type SecretReference } from "./secret.ts";
import { imageAddress, placeholders, withoutQuotes } from "./shown-text.ts";

/** Why no secret can be found by the text; `undefined` if it is a reference to one in the project's partition. */
export function misuseOf(text: string, at: ReferencePlace): Misuse | undefined {
  const found = firstOf(text, at);
  if (found !== undefined) return checked(found, at);
  return parseSecretReference(text) === undefined ? checked(ofCharacters(text), at) : undefined;
}

/** What a reference looks like that leads to no secret. */
export function misuseOfReference(reference: SecretReference, at: ReferencePlace): Misuse | undefined {
  if (reference.kind === "arn") return undefined;
  const { name } = reference;
  for (const { fits, misuse } of lookalikes) {
    if (fits.test(name)) return checked(misuse(name), at);
  }
  return undefined;
}

function firstOf(text: string, at: ReferencePlace): ArnMisuse | undefined {
  for (const form of forms) {
    const found = form(text, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A likely reference is one, and of the project's partition. */
function checked({ likely, ...found }: ArnMisuse, at: ReferencePlace): Misuse {
  const reference = likely === undefined ? undefined : parseSecretReference(likely);
  const isOne =
    reference?.kind === "name" || (likely !== undefined && parseArn(likely)?.partition === at.partition);
  return { ...found, likely: reference !== undefined && isOne ? likely : undefined };
}

type Form = (text: string, at: ReferencePlace) => ArnMisuse | undefined;

/** The first that fits names it. */
const forms: readonly Form[] = [
  ofNothing,
  ofPlaceholder,
  ofQuotes,
  ofSpaces,
  (text, at) => (/^arn:/i.test(text) ? arnMisuse(text, at) : undefined),
  ofVariableSuffix,
  (text, at) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? addressMisuse(text, at) : undefined),
  ofPrefix,
  ofJson,
  ofImage,
];

/** Nothing, or a mask. */
function ofNothing(text: string): ArnMisuse | undefined {
  if (text === unknownMasks.other) return unrecognised;
  if (text === unknownMasks.spaces) return { form: "spaces", what: "a text with spaces", wanted: noSpaces };
  return text.trim() === "" ? { form: "empty", what: "an empty text", wanted: giveIt } : undefined;
}

function ofPlaceholder(text: string, at: ReferencePlace): ArnMisuse | undefined {
  const dynamic = /\{\{resolve:([\w-]+):([^{}]*)\}\}/.exec(text);
  if (dynamic !== null) return ofDynamicReference(dynamic[1], dynamic[2] ?? "");
  const isOne = text.match(placeholders) !== null || unfilled.some((form) => form.test(text));
  if (!isOne) return undefined;
  return {
    form: "placeholder",
    what: `a placeholder that was not filled in`,
    wanted: "fill it in where the project is defined: the name or the ARN of the secret",
    likely: filledIn(text, at),
  };
}

/** Other than by brackets: what shells, templates of CloudFormation, and JavaScript write. */
const unfilled: readonly RegExp[] = [
  /^\$(?:env:)?\w+$/,
  /^!(?:Ref|GetAtt|Sub|ImportValue)\s/,
  /"(?:Ref|Fn::\w+)"\s*:/,
  /\[object Object\]/,
];

/** Pseudo parameters are the project's own. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
function filledIn(text: string, { account, region, partition }: ReferencePlace): string {
  return withoutQuotes(text)
    .replaceAll(/\$\{AWS::Partition\}/g, partition)
    .replaceAll(/\$\{AWS::Region\}/g, region)
    .replaceAll(/\$\{AWS::AccountId\}/g, account);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html */
function ofDynamicReference(service: string | undefined, rest: string): ArnMisuse {
  const arn = /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]*)/.exec(rest)?.[1];
  const name = arn ?? rest.split(":")[0];
  return {
    form: "placeholder",
    what: `a dynamic reference of CloudFormation: a placeholder that was not filled in`,
    wanted: "give the name or the ARN of the secret itself: CodeBuild reads the secret when it pulls",
    likely: service === "secretsmanager" ? name : undefined,
  };
}

function ofQuotes(text: string, at: ReferencePlace): ArnMisuse | undefined {
  const bare = withoutQuotes(text);
  if (bare === text.replaceAll(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, "")) return undefined;
  const inside = misuseOf(bare, at);
  return (
    inside ?? { form: "quotes", what: "a reference in quotes", wanted: "leave the quotes away", likely: bare }
  );
}

/** Around it, unseen ones included, or inside of an ARN, where a line was broken. */
function ofSpaces(text: string, at: ReferencePlace): ArnMisuse | undefined {
  const bare = withoutQuotes(text);
  if (bare !== text) {
    const what = /[\r\n]/.test(text) ? "a reference with a line break" : "a reference with a space";
    const around = {
      form: "spaces",
      what: `${what} before or behind it`,
      wanted: noSpaces,
      likely: bare,
    } as const;
    return misuseOf(bare, at) ?? around;
  }
  if (!/\s/.test(text)) return undefined;
  const what = /[\r\n]/.test(text) ? "a text with a line break" : "a text with a space";
  const joined = /^arn:/i.test(text) ? text.replaceAll(/\s+/g, "") : undefined;
  return { form: "spaces", what: `${what} inside`, wanted: noSpaces, likely: joined };
}

const noSpaces = "leave the space away: no name and no ARN of a secret has one";

function ofVariableSuffix(text: string): ArnMisuse | undefined {
  const [, name, key] = /^([\w/+=.@!-]+)#(\w+)$/.exec(text) ?? [];
  if (name !== undefined && key !== undefined) return suffixed("a name", [key], name);
  if (!text.includes(":") || !isVariableSuffix(text)) return undefined;
  const [secret = "", ...rest] = text.split(":");
  return suffixed("a name", rest, secret);
}

const prefixForm =
  /^(aws|secretsmanager|asm|secret|name|ssm|parameter|vault|op|sops|ref|s3|file|env|kms):(.*)$/i;

function ofPrefix(text: string): ArnMisuse | undefined {
  const [, prefix = "", rest = ""] = prefixForm.exec(text) ?? [];
  switch (prefix.toLowerCase()) {
    case "":
      return undefined;
    case "ssm":
    case "parameter":
      return ssmParameter("an SSM parameter", rest);
    case "aws":
    case "secretsmanager":
    case "asm":
    case "secret":
    case "name":
      return {
        form: "prefix",
        what: `a reference with ${prefix}: before it`,
        wanted: `${giveIt}, without a prefix`,
        likely: /^aws:secretsmanager:/i.test(text) ? `arn:${text}` : rest,
      };
    case "env":
      return { form: "placeholder", what: "the name of an environment variable", wanted: giveIt };
    case "kms":
      return { form: "key", what: "a KMS key", wanted: giveIt };
    default:
      return {
        form: "other-store",
        what: "a reference to another store than Secrets Manager",
        wanted: giveIt,
      };
  }
}

/** What `describe-secret` and `create-secret` print has the ARN; a login was looked for before. */
function ofJson(text: string): ArnMisuse | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  const [arn] = secretArns.exec(text) ?? [];
  return { form: "json", what: "JSON", wanted: `${giveIt} alone`, likely: arn };
}

export const secretArns = /arn:[a-z-]+:secretsmanager:[\w-]*:\d*:secret:[\w/+=.@!-]+/;

function ofImage(text: string): ArnMisuse | undefined {
  if (!text.includes(":") || !imageAddress.test(text)) return undefined;
  return { form: "image", what: "the address of an image or of a registry", wanted: giveIt };
}

function ofCharacters(text: string): ArnMisuse {
  if (text.length > 512 && /^[\w/+=.@!-]+$/.test(text)) {
    return {
      form: "name-too-long",
      what: `a text of ${text.length} characters, and names of secrets have at most 512`,
      wanted: giveIt,
    };
  }
  if (/[*?]/.test(text) && /^[\w/+=.@!*?-]+$/.test(text)) {
    return {
      form: "wildcard",
      what: "a pattern of names",
      wanted: "give one name, or the full ARN: a project names one secret",
      likely: text.replace(/[-/]?[*?]+$/, ""),
    };
  }
  const [sign] = /[^\w/+=.@!-]/u.exec(text) ?? [];
  return sign === undefined
    ? unrecognised
    : {
        form: "characters",
        what: `a text with ${JSON.stringify(sign)}, which no name of a secret has`,
        wanted: `${giveIt}: letters, digits and / _ + = . @ -`,
      };
}

const unrecognised: ArnMisuse = {
  form: "unrecognised",
  what: "neither a name nor an ARN of a secret",
  wanted: giveIt,
};
