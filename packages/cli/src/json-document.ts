/** What every JSON that a command prints has: its form, and the pullpass that printed it. docs/commands.md says what stays. */
import manifest from "../package.json" with { type: "json" };
import { safeJson } from "./render/audit/safe-json.ts";

/** Each form's number, which grows when a member goes or means something else. `docs/schemas` describes each. */
const forms = {
  apply: 1,
  "audit-accounts": 1,
  "check-credentials": 1,
  connect: 1,
  consent: 1,
  demo: 1,
  doctor: 1,
  explain: 1,
  guardrails: 1,
  history: 1,
  image: 1,
  mutes: 1,
  plan: 1,
  replay: 1,
  sandbox: 1,
  undo: 1,
} as const;

type JsonForm = keyof typeof forms;

export function jsonDocument(form: JsonForm, members: object): string {
  return safeJson({ ...jsonHead(form), ...members });
}

/** In one line, for programs that read line by line. */
export function jsonLine(form: JsonForm, members: object): string {
  return JSON.stringify({ ...jsonHead(form), ...members });
}

function jsonHead(form: JsonForm) {
  return { schema: `pullpass-${form}/${forms[form]}`, version: manifest.version };
}
