/** What runs in the page that is measured, from before its own script on. In milliseconds. */
(() => {
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  /** It says how many there are, and has the lines of the first screen. */
  const isListed = () => {
    const said = Number(
      document
        .getElementById("shown")
        ?.textContent.match(/[\d,]+(?= projects?$)/)?.[0]
        .replace(/,/g, ""),
    );
    return said > 0 && document.getElementById("rows")?.childElementCount >= Math.min(said, 50);
  };

  const listed = (async () => {
    while (!isListed()) await painted();
    return performance.now();
  })();

  const answers = async (act) => {
    const start = performance.now();
    act();
    await painted();
    return performance.now() - start;
  };

  const search = (words) => () => {
    const field = document.getElementById("words");
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };

  globalThis.measured = async (queries) => {
    const listedAt = await listed;
    const filters = [];
    for (const words of queries) filters.push(await answers(search(words)));
    const opens = await answers(() => document.querySelector("#rows summary").click());
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return { firstPaint: paint.startTime, listed: listedAt, filters, opens };
  };
})();
