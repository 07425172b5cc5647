import { data } from "./data.js";
import { byId } from "./element.js";
import { matching } from "./filter.js";
import { projectInside } from "./project.js";
import { projectLine, row } from "./row.js";
import { rowList } from "./rows.js";
import { secretInside, secretLine } from "./secret.js";
import { traceable } from "./trace.js";

const form = /** @type {HTMLFormElement} */ (byId("filter"));
const words = /** @type {HTMLInputElement} */ (byId("words"));
const severity = /** @type {HTMLSelectElement} */ (byId("severity"));
const region = /** @type {HTMLSelectElement} */ (byId("region"));
/** @type {readonly HTMLButtonElement[]} */
const toggles = [...form.ownerDocument.querySelectorAll("button")].filter(({ dataset }) => dataset.verdict);

const projects = rowList(byId("rows"), (index) => {
  const project = at(data.projects, index);
  return row(project.verdict, projectLine(project), () => projectInside(project));
});

const secrets = rowList(byId("secrets"), (index) => {
  const secret = at(data.secrets, index);
  return row("secret", secretLine(secret), () => secretInside(secret));
});

for (const toggle of toggles) {
  toggle.addEventListener("click", () => {
    toggle.ariaPressed = toggle.ariaPressed === "true" ? "false" : "true";
    show();
  });
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => {
  for (const toggle of toggles) toggle.ariaPressed = "false";
  // The fields are empty only after this event.
  setTimeout(show);
});
addEventListener("beforeprint", () => {
  projects.finish();
  secrets.finish();
});
const picture = document.getElementById("picture");
if (picture !== null) {
  traceable(picture, (wanted) => {
    words.value = wanted;
    show();
    byId("projects").scrollIntoView();
  });
}
show();
secrets.show([...data.secrets.keys()]);

function show() {
  const pressed = toggles.filter(({ ariaPressed }) => ariaPressed === "true");
  const shown = matching({
    words: words.value,
    severity: severity.value,
    region: region.value,
    verdicts: new Set(pressed.map(({ dataset }) => dataset.verdict)),
  });
  projects.show(shown);
  const [some, all] = [shown.length, data.projects.length].map((count) => count.toLocaleString("en"));
  byId("shown").textContent =
    data.projects.length === 0
      ? "No project to list."
      : some === all
        ? `All ${all} projects`
        : `${some} of ${all} projects`;
}

/**
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} index
 * @returns {Item}
 */
function at(items, index) {
  const item = items[index];
  if (item === undefined) throw new Error(`the page has no item ${index}`);
  return item;
}
