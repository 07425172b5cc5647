/** findings → Security Hub, which has each as it is now, and until it closes */
import type { Mute } from "./model/mute.ts";
import { asffOf } from "./notice/asff.ts";
import type { DeadNotices, FindingsHub } from "./notice/ports.ts";
import type { Announced, ReceiptPorts, SendingProgress } from "./notify-receipts.ts";
import type { ToldTarget } from "./notify-targets.ts";
import { type Told, tellTargets } from "./tell-targets.ts";
import { type Unmuted, unmutedNow } from "./unmuted.ts";

export interface ImportPorts extends ReceiptPorts {
  readonly hub: FindingsHub;
  readonly dead: DeadNotices;
  /** What people muted in the Region. */
  readonly mutes: () => Promise<readonly Mute[]>;
}

/** Of records that announce something else nothing is told. */
export function importFindings(
  records: readonly Announced[],
  ports: ImportPorts,
  settings: HubSettings,
  progress: SendingProgress,
): Promise<Told> {
  const findings = records.map((each) => ({
    ...each,
    notices: each.notices.filter(({ kind }) => kind === "finding"),
  }));
  return tellTargets(findings, [hubTarget(ports.hub, unmutedNow(ports), settings)], ports, progress);
}

export interface HubSettings {
  /** Of pullpass. */
  readonly version: string;
}

/** It is a program: what is muted is not sent, and that a finding is closed always is. */
function hubTarget(hub: FindingsHub, unmuted: Unmuted, { version }: HubSettings): ToldTarget {
  return {
    name: "securityhub",
    atOnce: findingsAtOnce,
    async deliveries({ notices, again }) {
      const sendable = new Set(await unmuted(notices, "programs"));
      return notices.map((notice) => {
        if (notice.kind !== "finding" || !sendable.has(notice)) return undefined;
        const { finding, state, at, openedAt = at } = notice;
        const dates = { createdAt: openedAt, updatedAt: again ?? at };
        return () => hub.importFinding(asffOf(finding, { ...dates, isClosed: state === "closed", version }));
      });
    },
  };
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const findingsAtOnce = 100;
