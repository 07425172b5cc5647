/** Deployments that hear of some things only. */
import { DisableRuleCommand, EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { connect } from "../../../packages/sandbox/src/index.ts";
import { away, home, type World } from "./world.ts";

/** Leaves the named rules alone listening: the others' events never come, as in an account without a trail. */
export async function onlyListening(world: World, ...names: readonly string[]) {
  for (const region of [home, away]) {
    const events = new EventBridgeClient(connect(world.sandbox, { region }));
    const { Rules = [] } = await events.send(new ListRulesCommand({}));
    for (const { Name = "" } of Rules) {
      if (!names.some((name) => Name.startsWith(`pullpass-${name}`))) {
        await events.send(new DisableRuleCommand({ Name }));
      }
    }
  }
}
