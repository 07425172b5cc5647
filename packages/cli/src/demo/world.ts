/** The account of the story: two Regions, pullpass deployed in the first, a listener on its topic. */
import { type BusEvent, createSandbox, onNotice, type Sandbox } from "@pullpass/sandbox";
import { deploy } from "../sandbox-deployment/deploy.ts";
import { type Teams, teams } from "./account.ts";

export const home = "eu-central-1";
export const elsewhere = "us-east-1";

export interface DemoMessage {
  readonly subject: string;
  readonly text: string;
  /** The message attributes, for filter policies. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface World {
  readonly sandbox: Sandbox;
  readonly teams: Teams;
  /** The notices that arrived since it was last asked. */
  newNotices(): readonly DemoMessage[];
  /** Delivers every event so far a second time, the newest first. */
  replayBackwards(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const sandbox = await createSandbox({ seed: 1, regions: [home, elsewhere] });
  const options = { mode: "apply", searchRegions: [home, elsewhere], sweepMinutes: 60 } as const;
  const { topicArn } = await deploy(sandbox, home, options);

  const events: BusEvent[] = [];
  sandbox.onEvent((event) => void events.push(event));
  const arrived: DemoMessage[] = [];
  onNotice(
    sandbox,
    topicArn,
    ({ subject, text, attributes }) => void arrived.push({ subject, text, attributes }),
  );
  // Far enough for builds to end, near enough for no sweep to begin.
  const rest = async () => {
    await sandbox.clock.advance(10_000);
    await sandbox.settle();
  };
  return {
    sandbox,
    teams: teams(sandbox, home, rest),
    newNotices: () => arrived.splice(0),
    async replayBackwards() {
      for (const event of [...events].reverse()) sandbox.emit(event);
      await rest();
    },
  };
}
