/** The mutes of the ledger in memory. */
import type { Mute } from "../model/mute.ts";
import type { MuteRecords } from "../mute-records.ts";

export function memoryMutes(): MuteRecords {
  const mutes = new Map<string, Mute>();
  return {
    async mutes(region) {
      return [...mutes.values()]
        .filter((mute) => mute.region === region)
        .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
    },
    async recordMute(mute) {
      mutes.set(mute.id, mute);
    },
    async liftMute({ id }, by, at) {
      const mute = mutes.get(id);
      if (mute !== undefined && mute.lifted === undefined) mutes.set(id, { ...mute, lifted: { by, at } });
    },
    async muteTold({ id }, toldAt) {
      const mute = mutes.get(id);
      if (mute !== undefined) mutes.set(id, { ...mute, toldAt });
    },
  };
}
