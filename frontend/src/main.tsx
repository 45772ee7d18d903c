import '@fontsource-variable/inter';
import './ui/designsystemet.css';
import './ui/theme.css';
import './ui/base.css';
import './ui/page.css';
import './ui/paper/print.css';
import { follow } from './following';
import { Page } from './page';
import { firstScripts, router } from './routes';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const page = new Page(root, router, window.location, firstScripts);
follow(page);
page.show();
