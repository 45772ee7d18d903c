import '@fontsource-variable/inter';
import '@digdir/designsystemet-css';
import './ui/theme.css';
import './ui/base.css';
import './ui/page.css';
import './ui/paper/print.css';
import { follow } from './following';
import { i18nReady } from './i18n';
import { Page } from './page';
import { router } from './routes';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await i18nReady;
const page = new Page(root, router, window.location);
follow(page);
page.show();
