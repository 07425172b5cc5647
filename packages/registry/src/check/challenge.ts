/** How a registry wants to be told who asks: its `WWW-Authenticate`. https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1 */

export type Challenge =
  | { readonly kind: "basic" }
  /** https://distribution.github.io/distribution/spec/auth/token/ */
  | { readonly kind: "bearer"; readonly realm: string; readonly service: string | undefined };

/** Longer ones are none. */
const charactersMax = 8_192;

/** A token, where the registry takes one: Docker asks for one, too. `undefined` if nothing that Docker understands is wanted. */
export function challengeIn(header: string | undefined): Challenge | undefined {
  if (header === undefined || header.length > charactersMax) return undefined;
  const all = schemesIn(header);
  const bearer = all.find(({ scheme, parameters }) => scheme === "bearer" && parameters.has("realm"));
  if (bearer !== undefined) {
    const { parameters } = bearer;
    return { kind: "bearer", realm: parameters.get("realm") ?? "", service: parameters.get("service") };
  }
  return all.some(({ scheme }) => scheme === "basic") ? { kind: "basic" } : undefined;
}

interface Scheme {
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Several may stand in one header, or in several that were joined by commas. */
function schemesIn(header: string): readonly Scheme[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const [, name = "", quoted, plain, scheme] of header.matchAll(part)) {
    if (scheme !== undefined) found.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    else found.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/gs, "$1") ?? plain ?? "");
  }
  return found;
}

/** `name="value"`, `name=value`, or the name of a scheme. */
const part = /([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([\w-]+)/gs;
