/**
 * An organization: a thousand accounts with a deployment each, which share nothing but a topic that all of them publish to. What each calls,
 * and how many publish to that topic within one second, where they are deployed within an hour, and where all break in one minute.
 */
import type { Sandbox } from "@pullpass/sandbox";
import { deploy } from "../../packages/cli/src/sandbox-deployment/deploy.ts";
import { atMost, type Benchmark, type Result, type Say } from "../benchmark.ts";
import { asAdministrator, isOfPullpass } from "../callers.ts";
import { largeAccount, projectInput, region, type Size } from "../large-account.ts";

const accounts = 1_000;
const size: Size = { projects: 8, secrets: 2, roles: 4 };
const hourMs = 3_600_000;
/** Of one topic in the smallest Regions. https://docs.aws.amazon.com/general/latest/gr/sns.html */
const publishesMax = 300;

export const benchmark: Benchmark = {
  about: "a thousand accounts: what each calls, and what comes together at one topic; takes minutes",
  isLong: true,
  run,
};

interface Account {
  readonly idleCalls: number;
  /** Milliseconds after it was deployed, of each publish of the first hours. */
  readonly first: readonly number[];
  /** The same, after one of its projects was put back to a name. */
  readonly broken: readonly number[];
}

async function run(say: Say): Promise<readonly Result[]> {
  const all: Account[] = [];
  while (all.length < accounts) {
    all.push(await oneAccount());
    if (all.length % 100 === 0) say(`${all.length} accounts`);
  }
  const idle = all.map(({ idleCalls }) => idleCalls);
  // Deployed one after the other within an hour; then each project breaks at its own moment of the same minute.
  const inWaves = all.map(({ first }, index) => first.map((ms) => ms + (index * hourMs) / accounts));
  const atOnce = all.map(({ broken }, index) => broken.map((ms) => ms + (index * 60_000) / accounts));
  return [
    atMost(Math.min(...idle), {
      name: "an idle hour, whatever the number of accounts",
      value: Math.max(...idle),
      unit: "calls an account",
    }),
    atMost(publishesMax, {
      name: "a shared topic, deployed within an hour",
      value: mostInASecond(inWaves.flat()),
      unit: "publishes in a second",
    }),
    atMost(publishesMax, {
      name: "a shared topic, all broken in one minute",
      value: mostInASecond(atOnce.flat()),
      unit: "publishes in a second",
    }),
  ];
}

async function oneAccount(): Promise<Account> {
  const sandbox = await largeAccount(size);
  await deploy(sandbox, region, { mode: "apply", searchRegions: [region], sweepMinutes: 60 });
  const during = async (ms: number, act = async () => {}) => {
    const [from, begunMs] = [sandbox.calls.length, sandbox.clock.now().getTime()];
    await act();
    await sandbox.clock.advance(ms);
    await sandbox.settle(1_000_000);
    const calls = sandbox.calls.slice(from).filter(isOfPullpass);
    const published = calls.filter(({ service }) => service === "sns");
    return { calls: calls.length, published: published.map(({ at }) => at.getTime() - begunMs) };
  };
  const first = await during(2 * hourMs);
  const idle = await during(hourMs);
  const broken = await during(60_000, () => putBack(sandbox));
  await sandbox.dispose();
  return { idleCalls: idle.calls, first: first.published, broken: broken.published };
}

/** As a deployment from a template does. */
async function putBack(sandbox: Sandbox): Promise<void> {
  const registryCredential = { credential: "registry/team-1", credentialProvider: "SECRETS_MANAGER" };
  const { environment } = projectInput("team-1-project-1", "", { registryCredential });
  await asAdministrator(sandbox)("codebuild", "UpdateProject", { name: "team-1-project-1", environment });
}

function mostInASecond(times: readonly number[]): number {
  const seconds = Map.groupBy(times, (ms) => Math.floor(ms / 1_000));
  return Math.max(0, ...[...seconds.values()].map((each) => each.length));
}
