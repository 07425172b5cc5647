/** Collects what may be named several times, each once. */
export function several(text: string, before: readonly string[] = []): readonly string[] {
  return [...new Set([...before, text])];
}
