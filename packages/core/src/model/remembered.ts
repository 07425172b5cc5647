/** What is made of a text and of nothing else, of texts that come again and again: images, names of variables, policies. */

/**
 * What was asked for lately stays: of an account of any size, no more texts than twice as many as are kept.
 * Calls of it at the top of a module are marked as pure, so that a bundle that asks for none of it is without all that.
 */
export function remembered<Made>(make: (text: string) => Made): (text: string) => Made {
  let recent = new Map<string, { readonly made: Made }>();
  let older: ReadonlyMap<string, { readonly made: Made }> = new Map();
  return (text) => {
    const lately = recent.get(text);
    if (lately !== undefined) return lately.made;
    const kept = older.get(text) ?? { made: make(text) };
    if (recent.size === textsKept) {
      older = recent;
      recent = new Map();
    }
    recent.set(text, kept);
    return kept.made;
  };
}

const textsKept = 500;
