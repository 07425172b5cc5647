/** A copy of the tree to break: what Git knows or would take, and links to what npm installed. */
import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Answers where it is. */
export async function copyTree(to: string): Promise<string> {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter((each) => each !== "")) {
    await cp(join(root, file), join(to, file), { recursive: true }).catch(ifDeleted);
  }
  await linkInstalled("node_modules", to);
  for (const name of await readdir(join(root, "packages"))) {
    await linkInstalled(join("packages", name, "node_modules"), to);
  }
  return to;
}

/** The workspaces' own packages are links that lead up and down again: copied as they are, they lead into the copy. */
async function linkInstalled(folder: string, to: string): Promise<void> {
  const names = await readdir(join(root, folder)).catch(() => []);
  for (const name of names) {
    const [from, into] = [join(root, folder, name), join(to, folder, name)];
    await mkdir(dirname(into), { recursive: true });
    if (name === "@pullpass" || name === "pullpass")
      await cp(from, into, { recursive: true, verbatimSymlinks: true });
    else if (!name.startsWith(".") || name === ".bin") await symlink(from, into);
  }
}

/** Git still lists a file that was deleted since the last commit. */
function ifDeleted(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}
