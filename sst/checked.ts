/** `sst.config.ts` is what SST takes: `tsc --noEmit --project sst` says so where SST is installed. */
import type { SSTConfig } from "sst";
import config from "../sst.config.ts";

config satisfies SSTConfig;
