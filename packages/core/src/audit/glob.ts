/**
 * Tells whether a whole text fits the pattern, in any case: `*` is any run of characters, `?` any one. A policy may be
 * made to keep whoever reads it busy, so this is no regular expression: it goes back to the last `*` only, and takes no
 * longer than the pattern's length times the text's.
 */
export function globbed(pattern: string): (text: string) => boolean {
  const wanted = pattern.toLowerCase();
  return (text) => fits(wanted, text.toLowerCase());
}

function fits(pattern: string, text: string): boolean {
  let [at, reached] = [0, 0];
  let star: { readonly after: number; readonly from: number } | undefined;
  while (reached < text.length) {
    if (pattern[at] === "*") {
      at += 1;
      star = { after: at, from: reached };
    } else if (pattern[at] === "?" || pattern[at] === text[reached]) {
      at += 1;
      reached += 1;
    } else if (star === undefined) {
      return false;
    } else {
      star = { after: star.after, from: star.from + 1 };
      [at, reached] = [star.after, star.from];
    }
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
