/**
 * A list that is filled a piece at a time, so that the first lines are there at once and the page answers meanwhile.
 * Each line is made once; only the lines that are shown are in the page, which costs far less than hiding the others.
 *
 * @param {HTMLElement} list
 * @param {(index: number) => HTMLElement} make
 */
export function rowList(list, make) {
  /** @type {HTMLElement[]} */
  const lines = [];
  /** @type {readonly number[]} */
  let wanted = [];
  /** @type {readonly number[]} */
  let waiting = [];

  /** @param {number} count */
  const fill = (count) => {
    const piece = document.createDocumentFragment();
    for (const index of waiting.slice(0, count)) {
      lines[index] ??= make(index);
      piece.append(lines[index]);
    }
    waiting = waiting.slice(count);
    list.append(piece);
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const fillOn = () => {
    fill(pieceSize);
    if (waiting.length > 0) timer = setTimeout(fillOn);
  };

  return {
    /** @param {readonly number[]} indices */
    show(indices) {
      if (wanted.length === indices.length && wanted.every((each, place) => each === indices[place])) return;
      wanted = indices;
      clearTimeout(timer);
      waiting = indices;
      list.classList.toggle("long", indices.length > pieceSize);
      list.replaceChildren();
      fillOn();
    },
    /** Before it is printed. */
    finish() {
      fill(waiting.length);
    },
  };
}

const pieceSize = 200;
