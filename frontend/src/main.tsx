import '@fontsource-variable/inter';
import './ui/designsystemet.css';
import './ui/theme.css';
import './ui/base.css';
import './ui/page.css';
import './ui/paper/print.css';
import { follow } from './following';
import { Page } from './page';
import { firstScripts, router } from './routes';
import { keepPaperLight } from './ui/paper/lightPaper';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const page = new Page(root, router, window.location, firstScripts);
keepPaperLight(document.documentElement);
follow(page);
page.show();
