/**
 * Answers that many share: where no key of the context has a say, it is the same for whatever differs in that alone. A
 * policy is the same object for all that have its text, so that nothing here is older than what was read.
 */
import { type EvaluatedInLayers, InvalidPolicy, readPolicy } from "@pullpass/access";
import { isJsonObject } from "../../model/json.ts";
import type { SecretLookup } from "../../observe/snapshot.ts";
import { type AccessAnswer, answerSaying, answerTo, evaluated } from "./answer.ts";
import {
  type AskedOfSecret,
  type Asker,
  assumeQuestion,
  decryptQuestion,
  readQuestion,
} from "./questions.ts";

type FoundSecret = Extract<SecretLookup, { kind: "found" }>;

/** Of one role, as it stands in one snapshot. */
export interface AnswersOfRole {
  readonly read: (asker: Asker, secret: AskedOfSecret) => AccessAnswer;
  /** `undefined` where the key is not known. */
  readonly decrypt: (asker: Asker, found: FoundSecret) => AccessAnswer | undefined;
}

/** Projects differ in the context alone, and that of KMS knows none. */
export function answersOfRole(): AnswersOfRole {
  const reads = new Map<AskedOfSecret, EvaluatedInLayers>();
  const decrypts = new Map<FoundSecret, AccessAnswer | undefined>();
  return {
    read(asker, secret) {
      const question = readQuestion(asker, secret);
      const said = reads.get(secret) ?? evaluated(question);
      if (!said.asksContext) reads.set(secret, said);
      return answerSaying(said, question);
    },
    decrypt(asker, found) {
      if (decrypts.has(found)) return decrypts.get(found);
      const question = decryptQuestion({ ...asker, project: undefined }, found);
      const answer = question && answerTo(question);
      decrypts.set(found, answer);
      return answer;
    },
  };
}

/** May CodeBuild assume the role, for the project? Most roles of an account have one trust policy. */
export function assumeAnswer(asker: Asker): AccessAnswer {
  const question = assumeQuestion(asker);
  const { trust } = asker.role;
  if (!isJsonObject(trust)) return answerTo(question);
  const said = trusts.get(trust) ?? evaluated(question);
  if (!said.asksContext && !namesResources(trust)) trusts.set(trust, said);
  return answerSaying(said, question);
}

const trusts = new WeakMap<object, EvaluatedInLayers>();

/** IAM takes none in a trust policy; one that has some speaks of roles by their ARN. */
function namesResources(trust: object): boolean {
  const policy = readPolicy(trust);
  return (
    !(policy instanceof InvalidPolicy) && policy.statements.some(({ resources }) => resources !== undefined)
  );
}
