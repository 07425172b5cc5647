/** Asks a registry whether it takes a login and shows it an image, from this computer. */
import type { LoginCheck } from "@pullpass/core";
import type { RegistryImage } from "../connect/target.ts";
import type { Terminal } from "../terminal.ts";
import { vantageHere } from "./look.ts";

interface Login {
  readonly username: string;
  readonly password: string;
}

/** Never throws for what a registry does, and nothing of the login is in what it returns. */
export async function askRegistry(
  { username, password }: Login,
  image: RegistryImage,
  out: Terminal,
): Promise<LoginCheck> {
  const { checkLogin } = await import("@pullpass/registry");
  out.status?.(`Asking ${image.host} …`);
  try {
    return await checkLogin(image, { username, password }, await vantageHere(out));
  } finally {
    out.status?.("");
  }
}
