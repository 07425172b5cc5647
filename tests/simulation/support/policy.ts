/** What a policy of pullpass's says, read by what IAM would make of it and not by how pullpass writes it. */
import { home } from "../../end-to-end/support/world.ts";

/** The key that goes with each secret; keys that go with one are separated by a space, and sorted. */
export type Grants = ReadonlyMap<string, string | undefined>;

/**
 * `undefined` unless the document allows the reading of secrets by their full ARNs, for projects of the Region, decrypting with their
 * keys, and nothing else.
 */
export function grantsIn(document: string, region = home): Grants | undefined {
  if (document === "") return new Map();
  const grants = new Map<string, string | undefined>();
  const keys: (readonly [string, string])[] = [];
  for (const statement of statementsIn(document)) {
    const read = secretsReadBy(statement, region);
    const decrypt = secretsDecryptedBy(statement);
    if (read === undefined && decrypt === undefined) return undefined;
    for (const secret of read ?? []) grants.set(secret, undefined);
    for (const secret of decrypt ?? []) keys.push([secret, String(statement.Resource)]);
  }
  for (const [secret, key] of keys) {
    if (!grants.has(secret)) return undefined;
    const before = grants.get(secret);
    grants.set(secret, before === undefined ? key : [before, key].sort().join(" "));
  }
  return grants;
}

type Statement = Readonly<Record<string, unknown>>;

function statementsIn(document: string): readonly Statement[] {
  if (document === "") return [];
  const { Statement } = JSON.parse(document) as { Statement: Statement | readonly Statement[] };
  return [Statement].flat();
}

const secretArn = /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;
const keyArn = /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]{36}$/;

function secretsReadBy(statement: Statement, region: string): readonly string[] | undefined {
  const { Sid, Effect, Action, Resource, Condition, ...more } = statement;
  if (Effect !== "Allow" || Action !== "secretsmanager:GetSecretValue") return undefined;
  if (Object.keys(more).length > 0 || patternsIn(Condition, region) === undefined) return undefined;
  return allMatching(Resource, secretArn);
}

/** `undefined` unless the condition asks for projects of the account and Region, and for nothing else. */
function patternsIn(condition: unknown, region: string): readonly string[] | undefined {
  const operators = Object.entries((condition ?? {}) as Statement);
  const [operator, tests] = operators[0] ?? [];
  if (operators.length !== 1 || !/^Arn(Like|Equals)IfExists$/.test(operator ?? "")) return undefined;
  const { "codebuild:ProjectArn": patterns, ...keys } = tests as Statement;
  return Object.keys(keys).length === 0 ? allMatching(patterns, projectPatterns(region)) : undefined;
}

const projectPatterns = (region: string) =>
  new RegExp(`^arn:aws:codebuild:${region}:\\d{12}:project/[\\w-]*\\*?$`);

/** May a build of the project read the secret by this policy? */
export function readsBy(document: string, secret: string, project: string): boolean {
  return statementsIn(document).some((statement) => {
    if (!secretsReadBy(statement, home)?.includes(secret)) return false;
    return patternsIn(statement.Condition, home)?.some((pattern) => {
      const name = pattern.slice(pattern.indexOf("/") + 1);
      return name.endsWith("*") ? project.startsWith(name.slice(0, -1)) : name === project;
    });
  });
}

/** All that a policy says of a secret, as text that is the same for the same. */
export function saysOf(document: string, secret: string): string {
  const said = statementsIn(document).flatMap((statement) => {
    const isRead = secretsReadBy(statement, home)?.includes(secret);
    const patterns = isRead ? patternsIn(statement.Condition, home) : [];
    return [
      ...(patterns ?? []),
      ...(secretsDecryptedBy(statement)?.includes(secret) ? [statement.Resource] : []),
    ];
  });
  return said.map(String).sort().join(" ");
}

function secretsDecryptedBy({ Sid, Effect, Action, Resource, Condition, ...more }: Statement) {
  if (Effect !== "Allow" || Action !== "kms:Decrypt" || typeof Resource !== "string") return undefined;
  if (!keyArn.test(Resource) || Object.keys(more).length > 0) return undefined;
  const { StringEquals, ...operators } = Condition as Statement;
  const {
    "kms:ViaService": via,
    "kms:EncryptionContext:SecretARN": secrets,
    ...keys
  } = StringEquals as Statement;
  if (Object.keys(operators).length + Object.keys(keys).length > 0) return undefined;
  const arns = allMatching(secrets, secretArn);
  const isOwnService = (arn: string) => via === `secretsmanager.${arn.split(":")[3]}.amazonaws.com`;
  return arns?.every(isOwnService) ? arns : undefined;
}

function allMatching(value: unknown, pattern: RegExp): readonly string[] | undefined {
  const texts = [value].flat();
  const isMatch = (text: unknown): text is string => typeof text === "string" && pattern.test(text);
  return texts.length > 0 && texts.every(isMatch) ? texts : undefined;
}
