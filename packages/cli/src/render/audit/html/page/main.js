import { causeRow } from "./cause.js";
import { lines } from "./data.js";
import { byId } from "./element.js";
import { matching } from "./filter.js";
import { projectRow } from "./row.js";
import { finishLists, rowList } from "./rows.js";
import { secretRow } from "./secret.js";
import { traceable } from "./trace.js";

const form = /** @type {HTMLFormElement} */ (byId("filter"));
const words = /** @type {HTMLInputElement} */ (byId("words"));
const severity = /** @type {HTMLSelectElement} */ (byId("severity"));
const region = /** @type {HTMLSelectElement} */ (byId("region"));
/** Of one account there is nothing to choose. */
const account = /** @type {HTMLSelectElement | null} */ (document.getElementById("account"));
/** @type {readonly HTMLButtonElement[]} */
const toggles = [...form.ownerDocument.querySelectorAll("button")].filter(({ dataset }) => dataset.verdict);

const projects = rowList(byId("rows"), projectRow);

const causes = rowList(byId("cause-rows"), causeRow);

const secrets = rowList(byId("secrets"), secretRow);

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
addEventListener("beforeprint", finishLists);
const picture = document.getElementById("picture");
if (picture !== null) traceable(picture, { words: lookFor, verdict: showVerdict, cause: openCause });
show();
causes.show([...lines.causes.keys()]);
secrets.show([...lines.secrets.keys()]);

/** @param {string} wanted */
function lookFor(wanted) {
  words.value = wanted;
  show();
  byId("projects").scrollIntoView();
}

/** @param {string} verdict */
function showVerdict(verdict) {
  for (const toggle of toggles) toggle.ariaPressed = String(toggle.dataset.verdict === verdict);
  show();
  byId("projects").scrollIntoView();
}

/** @param {string} id */
function openCause(id) {
  const line = causes.line(lines.causes.findIndex((cause) => cause.id === id));
  const [details] = line?.getElementsByTagName("details") ?? [];
  if (details !== undefined) details.open = true;
  line?.scrollIntoView();
}

function show() {
  const pressed = toggles.filter(({ ariaPressed }) => ariaPressed === "true");
  const shown = matching({
    words: words.value,
    severity: severity.value,
    region: region.value,
    account: account?.value ?? "",
    verdicts: new Set(pressed.map(({ dataset }) => dataset.verdict)),
  });
  projects.show(shown);
  const [some, all] = [shown.length, lines.projects.length].map((count) => count.toLocaleString("en"));
  byId("shown").textContent =
    lines.projects.length === 0
      ? "No project to list."
      : some === all
        ? `All ${all} projects`
        : `${some} of ${all} projects`;
}
