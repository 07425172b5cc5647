import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pullpass } from "./support/run.ts";

async function scriptFor(shell: string): Promise<string> {
  const { out, code } = await pullpass(undefined, ["completion", shell]);
  expect(code).toBe(0);
  return out;
}

/** What bash offers after these words; the last one is being typed. */
function offered(script: string, words: readonly string[]): readonly string[] {
  const set = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}`;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
  const show = '_pullpass; printf "%s\\n" "${COMPREPLY[@]}"';
  const out = execFileSync("bash", ["-c", `${script}\n${set}; ${show}`], { encoding: "utf8" });
  return out.trim().split("\n");
}

test.each([
  { words: ["pullpass", "p"], offers: ["plan"] },
  { words: ["pullpass", "plan", "--a"], offers: ["--all"] },
  { words: ["pullpass", "plan", "--format", ""], offers: ["text", "json", "cloudformation", "terraform"] },
  { words: ["pullpass", "--region", "eu-central-1", "sand"], offers: ["sandbox"] },
  {
    words: ["pullpass", "connect", "--environment-type", "WIN"],
    offers: ["WINDOWS_SERVER_2019_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER"],
  },
  { words: ["pullpass", "completion", "z"], offers: ["zsh"] },
  { words: ["pullpass", "unmute", "role-s"], offers: ["role-shared"] },
  { words: ["pullpass", "replay", "LICEN"], offers: ["LICENSE"] },
  { words: ["pullpass", "connect", "--pass"], offers: ["--password-stdin"] },
])("bash completes $words", async ({ words, offers }) => {
  expect(offered(await scriptFor("bash"), words)).toEqual(offers);
});

test.each(["zsh", "fish"])("the script for %s is one that it reads", async (shell) => {
  const script = await scriptFor(shell);
  for (const word of ["plan", "apply", "connect", "replay", "image", "WINDOWS_SERVER_2022_CONTAINER"]) {
    expect(script).toContain(word);
  }
  const folder = mkdtempSync(join(tmpdir(), "completion-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "script"), script);
  const read = spawnSync(shell, ["-n", join(folder, "script")], { encoding: "utf8" });
  // Where the shell is not installed, only the words can be looked at.
  if (read.error === undefined) expect(read.stderr).toBe("");
});

test("another shell is refused, with those there are", async () => {
  const { err, code } = await pullpass(undefined, ["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(err).toMatchInlineSnapshot(`
    "pullpass: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.
      --help shows what is accepted.
    "
  `);
});
