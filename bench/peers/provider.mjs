// How many letters the first paragraph of a document has: node provider.mjs URL DOCUMENT TOKEN
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import WebSocket from 'ws';

const [url, name, token] = process.argv.slice(2);
const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket });
const provider = new HocuspocusProvider({
  name,
  token,
  websocketProvider,
  onSynced: () => {
    const text = provider.document.getXmlFragment('body').get(0).get(0);
    console.log(text.length);
    process.exit(0);
  },
  onAuthenticationFailed: ({ reason }) => {
    console.error(reason);
    process.exit(1);
  },
});
provider.attach();
