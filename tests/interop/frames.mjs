// Hocuspocus v4 frames as they pass on the wire: their address and their kind, for counting.
import * as decoding from 'lib0/decoding';

const SYNC = ['step1', 'step2', 'update'];
const AUTH = ['token', 'denied', 'authenticated'];
const OTHERS = { 1: 'awareness', 3: 'query', 5: 'stateless', 7: 'close' };

export function readFrame(bytes) {
  if (bytes.length === 1) return { address: null, kind: bytes[0] === 9 ? 'ping' : 'pong' };
  const decoder = decoding.createDecoder(bytes);
  const address = decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  if (type === 0) return { address, kind: SYNC[decoding.readVarUint(decoder)] };
  if (type === 2) return { address, kind: AUTH[decoding.readVarUint(decoder)] };
  if (type === 8) return { address, kind: decoding.readVarInt(decoder) === 1 ? 'accepted' : 'declined' };
  return { address, kind: OTHERS[type] ?? `type ${type}` };
}
