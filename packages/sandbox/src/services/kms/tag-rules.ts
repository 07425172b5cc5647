import { type Tag, TagException } from "@aws-sdk/client-kms";

/** https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html */
const tagsMax = 50;

/** Tags after more were set. @throws TagException */
export function withTags(old: readonly Tag[], given: readonly Tag[]): readonly Tag[] {
  const keys = given.map(({ TagKey = "" }) => TagKey);
  if (keys.some((key) => key.toLowerCase().startsWith("aws:")))
    throw refused("Tags beginning with aws: are reserved");
  if (new Set(keys).size < keys.length) throw refused("Duplicate tag keys");
  const kept = old.filter(({ TagKey = "" }) => !keys.includes(TagKey));
  const tags = [...kept, ...given];
  if (tags.length > tagsMax) throw refused("Too many tags");
  return tags;
}

function refused(message: string) {
  return new TagException({ message, $metadata: {} });
}
