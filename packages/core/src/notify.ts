/** notices → the topic and the bus */
import type { Notice } from "./notice/notice.ts";
import type { EventBus, Topic } from "./ports.ts";

/** In order, and each to both before the next. @throws the errors of `errors.ts`: what follows is then not sent. */
export async function notify(
  notices: readonly Notice[],
  ports: { readonly topic: Topic; readonly bus: EventBus },
): Promise<void> {
  for (const notice of notices) {
    await Promise.all([ports.topic.publish(notice), ports.bus.publish(notice)]);
  }
}
