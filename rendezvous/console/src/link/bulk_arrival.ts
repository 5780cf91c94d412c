// What arrives of one direction, in whatever order: put in its order, and into whole chunks.
// Twin of agent/transport/bulk_arrival.py.

import { BulkError, MOST_CHUNK, MOST_RANGES, type Piece, type Range } from "./bulk_wire";
import { type Bytes, concat } from "./bytes";

export class Arrival {
  /** Every byte before it came. */
  arrived = 0;
  /** Of how many bytes the chunk was taken by whom it is for. */
  taken = 0;
  private readonly beyond = new Map<number, Piece>();
  private parts: Bytes[] = [];
  private partial = 0;

  constructor(private readonly most: number) {}

  /** Take a piece and return the chunks that became whole. */
  take(piece: Piece): Bytes[] {
    if (piece.at + piece.data.length - this.taken > this.most) throw new BulkError("more was sent than there is room for");
    if (piece.at >= this.arrived && !this.beyond.has(piece.at)) this.beyond.set(piece.at, piece);
    const chunks: Bytes[] = [];
    for (let next = this.beyond.get(this.arrived); next; next = this.beyond.get(this.arrived)) {
      this.beyond.delete(next.at);
      this.arrived += next.data.length;
      const chunk = this.join(next);
      if (chunk) chunks.push(chunk);
    }
    return chunks;
  }

  /** What came beyond `arrived`, each from and to how far beyond; the first MOST_RANGES. */
  ranges(): Range[] {
    const ranges: [number, number][] = [];
    for (const piece of [...this.beyond.values()].sort((one, other) => one.at - other.at)) {
      const start = piece.at - this.arrived;
      const end = start + piece.data.length;
      const last = ranges.at(-1);
      if (last && last[1] === start) last[1] = end;
      else if (!last || start > last[1]) ranges.push([start, end]);
    }
    return ranges.slice(0, MOST_RANGES);
  }

  private join(piece: Piece): Bytes | null {
    this.parts.push(piece.data);
    this.partial += piece.data.length;
    if (this.partial > MOST_CHUNK) throw new BulkError("a chunk is too long");
    if (!piece.last) return null;
    const chunk = concat(...this.parts);
    this.parts = [];
    this.partial = 0;
    return chunk;
  }
}
