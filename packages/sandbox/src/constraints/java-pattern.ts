/** A pattern of AWS's models, which are Java's and stand for the whole text. @throws Error for one that is not understood */
export function javaPattern(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const made = new RegExp(`^(?:${translated(pattern)})$`, "u");
  compiled.set(pattern, made);
  return made;
}

const compiled = new Map<string, RegExp>();

/** What Java's class \s holds; JavaScript's holds more. https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html */
const space = " \\t\\n\\x0B\\f\\r";

/** And what it does not hold, for \S. */
const noSpace = "\\x00-\\x08\\x0E-\\x1F\\x21-\\u{10FFFF}";

function translated(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\(.)|[[\]]/gsu, (token, escaped: string | undefined) => {
    if (escaped !== undefined) return escapeOf(token, escaped, inClass);
    if (token === "[" && inClass) throw new Error(`The pattern has a class within a class: ${pattern}`);
    inClass = token === "[";
    return token;
  });
}

/** Java lets any punctuation be escaped, JavaScript with its flag for Unicode only what needs it. */
function escapeOf(token: string, escaped: string, inClass: boolean): string {
  if (escaped === "s") return inClass ? space : `[${space}]`;
  if (escaped === "S") return inClass ? noSpace : `[${noSpace}]`;
  if (/[XzZGQER]/.test(escaped))
    throw new Error(`The pattern has ${token}, which has another meaning in Java.`);
  const isNeeded = /[\w^$\\.*+?()[\]{}|/]/.test(escaped) && escaped !== "_";
  return isNeeded || (escaped === "-" && inClass) ? token : escaped;
}
