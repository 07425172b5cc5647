import type { Clients } from "../../support/clients.ts";

/** Calls in the order in which they are made, each by what it is. */
export type Script = (clients: Clients) => Readonly<Record<string, () => Promise<unknown>>>;
