/** Slips in writing that leave no image reference, named one by one, and what is left without them. */
import { InvalidImageReference, parseReference } from "./image-grammar.ts";
import { imageAddressIn } from "./image-page.ts";
import { formOfMask } from "./login-form.ts";
import type { Mistake } from "./mistake.ts";
import { placeholders } from "./shown-text.ts";

/** The first mistake in the text; `undefined` if Docker takes it, and its port can be one. */
export function mistakeIn(text: string): Mistake | undefined {
  const why = refusal(text);
  if (why === undefined) return portOutOfRange(text);
  for (const find of mistakes) {
    const mistake = find(text);
    if (mistake !== undefined) return { rest: undefined, ...mistake };
  }
  return { form: "grammar", what: `is not an image reference: ${why}`, rest: undefined };
}

function refusal(text: string): string | undefined {
  try {
    parseReference(text);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidImageReference) return error.why;
    throw error;
  }
}

type Find = (text: string) => (Omit<Mistake, "rest"> & { readonly rest?: string | undefined }) | undefined;

const mistakes: readonly Find[] = [
  (text) => (text.trim() === "" ? { form: "empty", what: "is empty" } : undefined),
  ofSpacesAround,
  ofQuotes,
  ofCommand,
  ofLogin,
  ofAddress,
  ofScheme,
  ofArn,
  ofPlaceholder,
  ofSeveral,
  ofSpacesInside,
  ofQuery,
  ofUser,
  ofPort,
  ofImageId,
  ofDigest,
  ofSlashes,
  ofTag,
  ofUpperCase,
  ofHost,
];

/** The digits stand in the text, so the grammar takes them; no port is higher. https://www.rfc-editor.org/rfc/rfc9293#section-3.1 */
function portOutOfRange(text: string): Mistake | undefined {
  const { port } = parseReference(text);
  if (port === undefined || (port > 0 && port <= 65_535)) return undefined;
  return {
    form: "port",
    what: `has the port ${port}, and there is no such port: 1 to 65535`,
    rest: undefined,
  };
}

function ofSpacesAround(text: string): ReturnType<Find> {
  const rest = text.replaceAll(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, "");
  if (rest === text) return undefined;
  return /[\r\n]/.test(text)
    ? { form: "line-break", what: "has a line break before or behind it", rest }
    : { form: "spaces", what: "has a space before or behind it", rest };
}

function ofQuotes(text: string): ReturnType<Find> {
  const rest = text.replaceAll(/^["'`“”‘’]+|["'`“”‘’,;]+$/g, "");
  return rest === text ? undefined : { form: "quotes", what: "has quotes or a comma around it", rest };
}

/** `docker pull …`, `FROM … AS …`, `image: …`. */
function ofCommand(text: string): ReturnType<Find> {
  const [, command = "", words = ""] = commandForm.exec(text) ?? [];
  if (command === "") return undefined;
  const rest = words.split(/\s+/).find((word) => word !== "" && !word.startsWith("-"));
  return { form: "command", what: `is a line with ${command.trim()} before the reference`, rest };
}

const commandForm =
  /^\s*((?:sudo\s+)?(?:docker|podman|nerdctl|crictl|ctr|skopeo|crane|buildah)\s+(?:image\s+|images\s+)?[a-z]+|FROM|image\s*[:=]|--image(?:=|\s))\s*(.+)$/is;

function ofLogin(text: string): ReturnType<Find> {
  if (formOfMask(text) !== undefined) return { form: "login", what: "is a login, and no image" };
  const [, scheme = "", rest = ""] = /^((?:[a-z][a-z0-9+.-]*:\/\/)?)\*\*\*@(.*)$/is.exec(text) ?? [];
  if (rest === "") return undefined;
  return { form: "login", what: "has a login before the host", rest: `${scheme}${rest}` };
}

function ofAddress(text: string): ReturnType<Find> {
  const address = imageAddressIn(text);
  return address && { form: address.form, what: `is ${address.what}`, rest: address.likely };
}

function ofScheme(text: string): ReturnType<Find> {
  const [, scheme = "", rest] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(text) ?? [];
  return rest === undefined ? undefined : { form: "scheme", what: `begins with ${scheme}`, rest };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
function ofArn(text: string): ReturnType<Find> {
  if (!/^arn:/i.test(text)) return undefined;
  const [, region, account, name] = /^arn:[\w-]+:ecr:([\w-]+):(\d{12}):repository\/(.+)$/.exec(text) ?? [];
  const rest = name === undefined ? undefined : `${account}.dkr.ecr.${region}.amazonaws.com/${name}`;
  return { form: "arn", what: "is an ARN", rest };
}

function ofPlaceholder(text: string): ReturnType<Find> {
  const [found] = text.match(placeholders) ?? unfilled.exec(text) ?? [];
  return found === undefined
    ? undefined
    : { form: "placeholder", what: `has a placeholder that was not filled in: ${found}` };
}

/** Other than in brackets: `$IMAGE`, `!Sub`, `REPLACE_ME`, which no host and no repository can be. */
const unfilled =
  /\$\w+|^!(?:Ref|GetAtt|Sub|ImportValue)\b|"(?:Ref|Fn::\w+)"|\[object Object\]|[A-Z]+(?:_[A-Z]+)+(?=[^:@]*[./]|$)|\b(?:REPLACE|CHANGE)_?ME\b/;

function ofSeveral(text: string): ReturnType<Find> {
  return /[\w/]\s*[,;]\s*[\w/]/.test(text) ? { form: "several", what: "is a list" } : undefined;
}

function ofSpacesInside(text: string): ReturnType<Find> {
  if (!/\s/.test(text)) return undefined;
  const joined = text.replaceAll(/\s+(?=[:/@])|(?<=[:/@])\s+|[\r\n]+\s*/g, "");
  const rest = joined === text ? undefined : joined;
  return /[\r\n]/.test(text)
    ? { form: "line-break", what: "has a line break inside", rest }
    : { form: "spaces", what: "has a space inside", rest };
}

function ofQuery(text: string): ReturnType<Find> {
  const [rest = ""] = text.split(/[?#]/);
  return rest === text
    ? undefined
    : {
        form: "query",
        what: `has ${text.slice(rest.length, rest.length + 1)} and more behind it, as web addresses do`,
        rest,
      };
}

/** A host with a user before it; a digest has its own form. */
function ofUser(text: string): ReturnType<Find> {
  const [, user, rest] = /^([^/@:]+)@([^/@]+\/.+)$/.exec(text) ?? [];
  return user === undefined
    ? undefined
    : { form: "user", what: `has the user ${user} before the host`, rest };
}

function ofPort(text: string): ReturnType<Find> {
  const [, port = ""] = /^[\w.-]+:([^/@]*[^\d/@][^/@]*|)\//.exec(text) ?? [];
  return port === ""
    ? undefined
    : { form: "port", what: `has ${port} where the port is, and there is no such port: 1 to 65535` };
}

function ofImageId(text: string): ReturnType<Find> {
  return /^[a-f0-9]{64}$/.test(text)
    ? { form: "image-id", what: "is an image's id, and not a name" }
    : undefined;
}

function ofDigest(text: string): ReturnType<Find> {
  const [, colons, algorithm, hex = ""] = /^([^@]+):(sha\d+):([a-f0-9]+)$/.exec(text) ?? [];
  if (colons !== undefined) {
    return {
      form: "digest",
      what: "has a colon before its digest, where @ belongs",
      rest: `${colons}@${algorithm}:${hex}`,
    };
  }
  const [, name, digest] = /^([^@]*)@(.*)$/s.exec(text) ?? [];
  if (name === undefined || digest === undefined || name === "") return undefined;
  if (/^[\w.-]+$/.test(digest)) {
    return { form: "digest", what: `has @${digest}, which is no digest`, rest: `${name}:${digest}` };
  }
  if (refusal(`placeholder@${digest}`) === undefined) return undefined;
  return { form: "digest", what: `has a wrong digest: ${refusal(`placeholder@${digest}`)}` };
}

function ofSlashes(text: string): ReturnType<Find> {
  if (text.includes("\\")) {
    return { form: "slashes", what: "has backslashes", rest: text.replaceAll("\\", "/") };
  }
  const rest = text.replaceAll(/^\/+|\/+(?=$|:|@)/g, "").replaceAll(/\/{2,}/g, "/");
  if (rest === text) return undefined;
  return { form: "slashes", what: "has a slash at its beginning, at its end, or two in a row", rest };
}

function ofTag(text: string): ReturnType<Find> {
  const last = text.slice(text.lastIndexOf("/") + 1);
  if (/:$/.test(last)) return { form: "tag", what: "ends with a colon, and no tag", rest: text.slice(0, -1) };
  const [, ...tags] = (last.split("@")[0] ?? "").split(":");
  if (tags.length > 1) return { form: "tag", what: `has more than one tag: ${tags.join(", ")}` };
  const [tag] = tags;
  if (tag === undefined || refusal(`placeholder:${tag}`) === undefined) return undefined;
  return {
    form: "tag",
    what: `has a wrong tag, ${JSON.stringify(tag)}: 1 to 128 letters, digits, "_", "." and "-", of which the last two not first`,
  };
}

function ofUpperCase(text: string): ReturnType<Find> {
  const [, name = "", behind = ""] = /^([^:@]*(?::\d+\/[^:@]*)?)(.*)$/s.exec(text) ?? [];
  const rest = `${name.toLowerCase()}${behind}`;
  const isAll = refusal(rest) === undefined;
  return isAll && rest !== text
    ? { form: "upper-case", what: "has upper-case letters in its repository", rest }
    : undefined;
}

function ofHost(text: string): ReturnType<Find> {
  const [, host = ""] = /^([^/]+)\//.exec(text) ?? [];
  if (!/[.:]/.test(host) || refusal(`${host}/placeholder`) === undefined) return undefined;
  return {
    form: "host",
    what: `begins with ${host}, and no host has such a name: letters, digits and hyphens between dots`,
  };
}
