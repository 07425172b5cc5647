/** Everything that a paged call lists. */
export async function allPages<Item>(
  read: (marker: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let marker: string | undefined;
  do {
    const page = await read(marker);
    items.push(...(page.items ?? []));
    marker = page.next;
  } while (marker !== undefined);
  return items;
}

interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  /** Asks for the page that follows; `undefined` on the last. */
  readonly next: string | undefined;
}
