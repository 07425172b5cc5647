/**
 * In the picture, what the pointer rests on shows its ways, and what is clicked is looked for in the list below. A
 * shortcut only: the table, the counts and the search say and do the same for those without a pointer.
 *
 * @param {Element} picture
 * @param {(words: string) => void} look
 */
export function traceable(picture, look) {
  /** @type {NodeListOf<SVGElement>} */
  const ribbons = picture.querySelectorAll("[data-from]");
  /** @type {NodeListOf<SVGElement>} */
  const nodes = picture.querySelectorAll("[data-node]");
  for (const node of nodes) {
    const { node: place, words } = node.dataset;
    node.addEventListener("pointerenter", () => {
      picture.classList.add("traced");
      for (const ribbon of ribbons) {
        ribbon.classList.toggle("on", ribbon.dataset.from === place || ribbon.dataset.to === place);
      }
    });
    node.addEventListener("pointerleave", () => picture.classList.remove("traced"));
    if (words !== undefined) node.addEventListener("click", () => look(words));
  }
}
