import { connect as connectSocket, type Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** `PRI * HTTP/2.0…`, with which a connection begins. */
const PREFACE = 24;
const HEAD = 9;
const HEADERS = 1;

/**
 * A connection on which every request has these headers too, as they are: names that Node lets nobody send twice, in any
 * number. Not for requests whose headers fill a frame.
 */
export function connectionAdding(host: string, port: number, headers: readonly (readonly [string, string])[]): Duplex {
  const socket = connectSocket(port, host);
  const added = Buffer.concat(
    headers.map(([name, value]) => Buffer.concat([Buffer.from([0]), text(name), text(value)])),
  );
  return new AddingConnection(socket, added);
}

/** HPACK's text without its Huffman code: the length with a prefix of seven bits, then the bytes. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  const length = [Math.min(bytes.length, 127)];
  for (let rest = bytes.length - 127; rest >= 0; rest = rest < 128 ? -1 : Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) + 128);
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}

class AddingConnection extends Duplex {
  private unsent = Buffer.alloc(0);
  private isOpened = false;

  constructor(
    private readonly socket: Socket,
    private readonly added: Buffer,
  ) {
    super();
    socket.on('data', (bytes: Buffer) => this.push(bytes));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.unsent = Buffer.concat([this.unsent, bytes]);
    for (let frame = this.next(); frame; frame = this.next()) this.socket.write(frame);
    done();
  }

  override _final(done: () => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }

  /** The next whole part of what is to be sent, with the headers added if it has some. */
  private next(): Buffer | undefined {
    if (!this.isOpened) {
      if (this.unsent.length < PREFACE) return undefined;
      this.isOpened = true;
      return this.cut(PREFACE);
    }
    if (this.unsent.length < HEAD) return undefined;
    const length = this.unsent.readUIntBE(0, 3);
    if (this.unsent.length < HEAD + length) return undefined;
    const frame = this.cut(HEAD + length);
    if (frame[3] !== HEADERS) return frame;
    const whole = Buffer.concat([frame, this.added]);
    whole.writeUIntBE(length + this.added.length, 0, 3);
    return whole;
  }

  private cut(length: number): Buffer {
    const part = this.unsent.subarray(0, length);
    this.unsent = this.unsent.subarray(length);
    return part;
  }
}
