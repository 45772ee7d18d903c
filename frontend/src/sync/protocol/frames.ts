import * as decoding from 'lib0/decoding';

/** The Hocuspocus v4 message types that the save account reads; the provider handles the rest. */
const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const CLOSE = 7;
const SYNC_STATUS = 8;

const SYNC_KINDS = ['step1', 'step2', 'update'] as const;

export type SyncKind = (typeof SYNC_KINDS)[number];

/** The part of a frame that the save account needs. `address` is the document name, `\0` and a session id. */
export type Frame =
  | { address: string; type: 'sync'; kind: SyncKind }
  | { address: string; type: 'status'; accepted: boolean }
  | { address: string; type: 'authenticated'; scope: 'read-write' | 'readonly' }
  | { address: string; type: 'denied'; reason: string }
  | { address: string; type: 'closed'; token: string };

/** Whether a frame brings what others write, or where they are; null for anything else. */
export function liveKind(data: unknown): 'edit' | 'caret' | null {
  const bytes = bytesOf(data);
  if (bytes === null) return null;
  try {
    const decoder = decoding.createDecoder(bytes);
    const [, type] = [decoding.readVarString(decoder), decoding.readVarUint(decoder)];
    if (type === AWARENESS) return 'caret';
    return type === SYNC && SYNC_KINDS[decoding.readVarUint(decoder)] === 'update' ? 'edit' : null;
  } catch {
    return null;
  }
}

/** Decode one frame. Returns null for other message types and for bytes that are not a frame. */
export function readFrame(data: unknown): Frame | null {
  const bytes = bytesOf(data);
  if (bytes === null || bytes.length < 2) return null;
  try {
    return decode(decoding.createDecoder(bytes));
  } catch {
    // The provider decodes the same bytes and reports the error; here the frame is only ignored.
    return null;
  }
}

function bytesOf(data: unknown): Uint8Array | null {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return null;
}

function decode(decoder: decoding.Decoder): Frame | null {
  const address = decoding.readVarString(decoder);
  switch (decoding.readVarUint(decoder)) {
    case SYNC: {
      const kind = SYNC_KINDS[decoding.readVarUint(decoder)];
      return kind ? { address, type: 'sync', kind } : null;
    }
    case AUTH:
      return decodeAuth(address, decoder);
    case CLOSE:
      return { address, type: 'closed', token: decoding.readVarString(decoder) };
    case SYNC_STATUS:
      return { address, type: 'status', accepted: decoding.readVarInt(decoder) === 1 };
    default:
      return null;
  }
}

/** Auth answers: 1 permission denied (reason), 2 authenticated (scope); 0 is the client's own token. */
function decodeAuth(address: string, decoder: decoding.Decoder): Frame | null {
  const kind = decoding.readVarUint(decoder);
  if (kind === 1) return { address, type: 'denied', reason: decoding.readVarString(decoder) };
  if (kind !== 2) return null;
  const scope = decoding.readVarString(decoder) === 'readonly' ? 'readonly' : 'read-write';
  return { address, type: 'authenticated', scope };
}
