/**
 * In the picture, what the pointer rests on shows its ways, and what is clicked is shown in the lists below. A
 * shortcut only: the table, the causes, the counts and the search say and do the same for those without a pointer.
 *
 * @param {Element} picture
 * @param {Readonly<Record<"words" | "verdict" | "cause", (value: string) => void>>} show
 */
export function traceable(picture, show) {
  /** @type {NodeListOf<SVGElement>} */
  const ribbons = picture.querySelectorAll("[data-from]");
  /** @type {NodeListOf<SVGElement>} */
  const nodes = picture.querySelectorAll("[data-node]");
  for (const node of nodes) {
    const { node: place, words, verdict, cause } = node.dataset;
    node.addEventListener("pointerenter", () => {
      picture.classList.add("traced");
      for (const ribbon of ribbons) {
        ribbon.classList.toggle("on", ribbon.dataset.from === place || ribbon.dataset.to === place);
      }
    });
    node.addEventListener("pointerleave", () => picture.classList.remove("traced"));
    node.addEventListener("click", () => {
      if (words !== undefined) show.words(words);
      if (verdict !== undefined) show.verdict(verdict);
      if (cause !== undefined) show.cause(cause);
    });
  }
}
