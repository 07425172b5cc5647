/** Sentences for people: the names that they know things by, instead of ARNs. */

/** Roles, secrets and keys of the account by their names; what belongs to another account keeps its ARN. */
export function withShortNames(text: string, account: string): string {
  return text.replaceAll(arns, (arn: string, owner: string, kind: string, name: string) => {
    if (owner !== account) return arn;
    const [ending = ""] = /[.,:]*$/.exec(name) ?? [];
    return `${shortName(kind, name.slice(0, name.length - ending.length))}${ending}`;
  });
}

/** Those that `withShortNames` shortens, each once, in their order. */
export function shortenedArns(text: string, account: string): readonly string[] {
  const found = [...text.matchAll(arns)].flatMap(([arn, owner]) =>
    owner === account ? [arn.replace(/[.,:]+$/, "")] : [],
  );
  return [...new Set(found)];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const arns =
  /\barn:[a-z-]+:(?:iam|secretsmanager|kms):[a-z0-9-]*:(\d{12}):(role\/|secret:|key\/)([\w/+=,.@!:-]+)/g;

function shortName(kind: string, name: string): string {
  if (kind === "role/") return name.slice(name.lastIndexOf("/") + 1);
  return kind === "secret:" ? name.replace(/-[A-Za-z0-9]{6}$/, "") : name;
}
