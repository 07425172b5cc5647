import { InvalidEventPatternException } from "@aws-sdk/client-eventbridge";
import { compilePattern, type Matches } from "./compile.ts";
import { InvalidPattern } from "./invalid-pattern.ts";
import { nested } from "./nested.ts";

const patternCharactersMax = 4096;

/** A pattern's JSON text, for events as `nested` gives them. @throws InvalidEventPatternException */
export function readPattern(text: string): Matches {
  if (text.length > patternCharactersMax) throw invalidPattern("Event pattern is too long");
  try {
    return compilePattern(nested(JSON.parse(text)));
  } catch (error) {
    if (error instanceof InvalidPattern || error instanceof SyntaxError) throw invalidPattern(error.message);
    throw error;
  }
}

function invalidPattern(reason: string) {
  return new InvalidEventPatternException({
    message: `Event pattern is not valid. Reason: ${reason}`,
    $metadata: {},
  });
}
