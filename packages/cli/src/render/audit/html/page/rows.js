/**
 * A list whose lines are made as its end scrolls into view. Each line is made once; only the lines that are shown, and were
 * come to, are in the page. Each says which of how many it is, for those who do not see how far the list goes.
 *
 * @param {HTMLElement} list
 * @param {(index: number) => HTMLElement} make
 */
export function rowList(list, make) {
  /** @type {HTMLElement[]} */
  const lines = [];
  /** @type {readonly number[]} */
  let wanted = [];
  let filled = 0;

  /** @param {number} count */
  const fill = (count) => {
    const piece = document.createDocumentFragment();
    for (const index of wanted.slice(filled, filled + count)) {
      const line = lines[index] ?? make(index);
      lines[index] = line;
      filled += 1;
      line.ariaSetSize = String(wanted.length);
      line.ariaPosInSet = String(filled);
      piece.append(line);
    }
    list.append(piece);
  };

  const end = document.createElement("div");
  list.after(end);
  // Ahead of who scrolls down; what is above the window, on the way from a link further down, can wait.
  const watch = new IntersectionObserver(fillOn, { rootMargin: "0px 0px 1000px 0px" });

  /** @param {readonly IntersectionObserverEntry[]} seen */
  function fillOn(seen) {
    if (!seen.some(({ isIntersecting }) => isIntersecting) || filled === wanted.length) return;
    fill(pieceSize);
    watchAnew();
  }

  /** It is told where the end is now, and not only when that changes. */
  function watchAnew() {
    watch.unobserve(end);
    if (filled < wanted.length) watch.observe(end);
  }

  /** Before it is printed. */
  const finish = () => fill(wanted.length - filled);
  lists.push({ list, finish });

  return {
    /** @param {readonly number[]} indices */
    show(indices) {
      if (wanted.length === indices.length && wanted.every((each, place) => each === indices[place])) return;
      wanted = indices;
      filled = 0;
      list.classList.toggle("long", indices.length > pieceSize);
      list.replaceChildren();
      fill(pieceSize);
      watchAnew();
    },
    /**
     * The line in that place of all that are shown.
     *
     * @param {number} place
     */
    line(place) {
      if (place >= filled) fill(place + 1 - filled);
      return lines[wanted[place] ?? -1];
    },
  };
}

/** @type {{ readonly list: Element, readonly finish: () => void }[]} */
const lists = [];

/** Before it is printed: what is open is printed whole. */
export function finishLists() {
  for (const { list, finish } of [...lists]) if (list.closest("details:not([open])") === null) finish();
}

const pieceSize = 50;
