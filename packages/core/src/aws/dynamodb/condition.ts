/** When a write goes ahead. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html */
import { type ItemAttributes, toAttributes } from "../../ledger/item.ts";

/** All of `is` and `isNot`; or, with `orAbsent`, that there is no such item yet. */
export interface WriteCondition {
  readonly orAbsent: boolean;
  /** The attribute has one of these values. */
  readonly is?: Readonly<Record<string, readonly string[]>>;
  readonly isNot?: Readonly<Record<string, string>>;
}

export const ifAbsent: WriteCondition = { orAbsent: true };

export interface Expression {
  readonly expression: string;
  readonly names: Record<string, string>;
  readonly values: ItemAttributes;
}

export function conditionExpression({ orAbsent, is = {}, isNot = {} }: WriteCondition): Expression {
  const names: Record<string, string> = {};
  const values: Record<string, string> = {};
  const terms: string[] = [];
  const value = (text: string) => {
    const name = `:c${Object.keys(values).length}`;
    values[name] = text;
    return name;
  };
  for (const [name, texts] of Object.entries(is)) {
    names[`#${name}`] = name;
    terms.push(`#${name} IN (${texts.map(value).join(", ")})`);
  }
  for (const [name, text] of Object.entries(isNot)) {
    names[`#${name}`] = name;
    terms.push(`#${name} <> ${value(text)}`);
  }
  const alternatives = [
    ...(orAbsent ? ["attribute_not_exists(pk)"] : []),
    ...(terms.length > 0 ? [`(${terms.join(" AND ")})`] : []),
  ];
  return { expression: alternatives.join(" OR "), names, values: toAttributes(values) };
}
