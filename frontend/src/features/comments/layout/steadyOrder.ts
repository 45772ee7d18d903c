/**
 * The order in which cards stand in the page. While somebody has the focus among them nothing changes places, since
 * moving an element takes the focus out of its field: those of `last` stay, and each new one comes right behind the one
 * that it follows in `wanted`.
 */
export function steadyOrder(last: readonly string[], wanted: readonly string[]): string[] {
  const there = new Set(wanted);
  const order = last.filter((id) => there.has(id));
  const known = new Set(order);
  wanted.forEach((id, index) => {
    if (known.has(id)) return;
    const before = wanted[index - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
    known.add(id);
  });
  return order;
}
