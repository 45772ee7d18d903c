/** A thread in the margin: the height it would like to stand at and the room it takes, in CSS pixels. */
export interface Card {
  id: string;
  wanted: number;
  height: number;
}

/** Air between two threads, in CSS pixels. */
export const GAP = 12;

interface Cluster {
  cards: Card[];
  /** Sum over the cards of the top that this cluster would need for the card to stand where it wants. */
  wish: number;
  height: number;
}

function topOf(cluster: Cluster): number {
  return Math.max(0, cluster.wish / cluster.cards.length);
}

function clusterOf(card: Card): Cluster {
  return { cards: [card], wish: card.wanted, height: card.height + GAP };
}

/** One cluster of two that would overlap; each card keeps its wish, told from the new top. */
function merge(above: Cluster, below: Cluster): Cluster {
  return {
    cards: [...above.cards, ...below.cards],
    wish: above.wish + below.wish - above.height * below.cards.length,
    height: above.height + below.height,
  };
}

/** Stand as near as possible to where each wants, in order, without overlap (least squares, floor 0). */
function spread(cards: readonly Card[]): Map<string, number> {
  const clusters: Cluster[] = [];
  for (const card of cards) {
    let cluster = clusterOf(card);
    for (
      let above = clusters.at(-1);
      above && topOf(above) + above.height > topOf(cluster);
      above = clusters.at(-1)
    ) {
      clusters.pop();
      cluster = merge(above, cluster);
    }
    clusters.push(cluster);
  }
  const tops = new Map<string, number>();
  for (const cluster of clusters) {
    let top = topOf(cluster);
    for (const card of cluster.cards) {
      tops.set(card.id, top);
      top += card.height + GAP;
    }
  }
  return tops;
}

/** Push whatever overlaps the pinned card away from it: those above up, those below down. */
function makeRoom(cards: readonly Card[], tops: Map<string, number>, pinned: number): void {
  for (let i = pinned - 1; i >= 0; i--) {
    const [card, below] = [cards[i], cards[i + 1]];
    if (!card || !below) continue;
    const most = (tops.get(below.id) ?? 0) - GAP - card.height;
    tops.set(card.id, Math.min(tops.get(card.id) ?? 0, most));
  }
  for (let i = pinned + 1; i < cards.length; i++) {
    const [card, above] = [cards[i], cards[i - 1]];
    if (!card || !above) continue;
    const least = (tops.get(above.id) ?? 0) + above.height + GAP;
    tops.set(card.id, Math.max(tops.get(card.id) ?? 0, least));
  }
}

/** Nothing may stand above the top of the margin, where it could not be reached: push all down as far as needed. */
function lower(cards: readonly Card[], tops: Map<string, number>): void {
  let least = 0;
  for (const card of cards) {
    const top = Math.max(tops.get(card.id) ?? 0, least);
    tops.set(card.id, top);
    least = top + card.height + GAP;
  }
}

/**
 * Where each card stands, id → top. Cards come in reading order and keep it. The active card stands exactly
 * where it wants, unless there is no room above it; the others make way, so that what somebody reads or
 * writes does not move when others do something.
 */
export function layOut(cards: readonly Card[], active: string | null): Map<string, number> {
  const tops = spread(cards);
  const pinned = cards.findIndex((card) => card.id === active);
  const card = cards[pinned];
  if (card) {
    tops.set(card.id, Math.max(0, card.wanted));
    makeRoom(cards, tops, pinned);
  }
  lower(cards, tops);
  return tops;
}

/** The height of the whole margin, with every card in it. */
export function heightOf(cards: readonly Card[], tops: ReadonlyMap<string, number>): number {
  return Math.max(0, ...cards.map((card) => (tops.get(card.id) ?? 0) + card.height));
}
