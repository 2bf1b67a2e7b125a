import { mismatch } from './file-refusal.ts';

/** Reads a binary format from front to back; `FILE_TYPE_MISMATCH` where the bytes end too early. */
export class ByteReader {
  at = 0;
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Moves on by `length` bytes and gives the position it started from. */
  skip(length: number): number {
    if (length > this.left) throw mismatch('ends too early');
    const start = this.at;
    this.at += length;
    return start;
  }

  take(length: number): Uint8Array {
    const start = this.skip(length);
    return this.bytes.subarray(start, this.at);
  }

  /** Bytes as Latin-1 text. */
  text(length: number): string {
    return Buffer.from(this.take(length)).toString('latin1');
  }

  u8(): number {
    return this.view.getUint8(this.skip(1));
  }

  u16(): number {
    return this.view.getUint16(this.skip(2));
  }

  u16le(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  u24le(): number {
    return this.u16le() + this.u8() * 0x1_0000;
  }

  u32(): number {
    return this.view.getUint32(this.skip(4));
  }

  u32le(): number {
    return this.view.getUint32(this.skip(4), true);
  }
}
