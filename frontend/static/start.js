// Runs before the page. Where a script or style of it cannot be had (Samplan is being upgraded, or the line is poor),
// it says so instead of leaving the window empty, and loads the page again: a few times by itself, then when asked.
// Any build of Samplan may hand this file to the page of another: it relies on #root and on nothing else being there.
(() => {
  const TRIED = 'samplan-tried';
  const WAITS = [500, 1000, 2000, 4000, 8000, 15000];
  const FORGOTTEN_AFTER = 120000;

  const read = () => {
    try {
      const [count, at] = JSON.parse(sessionStorage.getItem(TRIED)) || [0, 0];
      return Date.now() - at < FORGOTTEN_AFTER ? count : 0;
    } catch {
      return WAITS.length;
    }
  };
  const write = (count) => {
    try {
      sessionStorage.setItem(TRIED, JSON.stringify([count, Date.now()]));
      return true;
    } catch {
      return false;
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(TRIED);
    } catch {
      // Nothing could be written either.
    }
  };

  const line = (root, lang, text) => {
    const words = document.createElement('p');
    words.lang = lang;
    words.textContent = text;
    words.style.margin = '0 0 1rem';
    root.append(words);
  };
  const say = (page, again) => {
    const root = document.createElement('main');
    root.setAttribute('aria-live', 'polite');
    page.replaceChildren(root);
    document.querySelector('.coming')?.remove();
    Object.assign(root.style, { maxWidth: '32rem', margin: '15vh auto', padding: '0 1.5rem' });
    Object.assign(root.style, { fontFamily: 'system-ui, sans-serif', fontSize: '1.125rem', lineHeight: '1.6' });
    if (again) {
      line(root, 'nb', 'Samplan blir oppdatert. Siden lastes på nytt av seg selv.');
      line(root, 'en', 'Samplan is being updated. The page reloads by itself.');
      return;
    }
    line(root, 'nb', 'Samplan kan ikke vises akkurat nå. Det du har lagret, er trygt. Prøv igjen om litt.');
    line(root, 'en', 'Samplan cannot be shown right now. What you have saved is safe. Try again in a while.');
    const button = document.createElement('button');
    button.textContent = 'Prøv igjen / Try again';
    Object.assign(button.style, { font: 'inherit', padding: '0.5rem 1rem' });
    button.addEventListener('click', () => location.reload());
    root.append(button);
  };

  let failed = false;
  const begin = () => {
    const root = document.getElementById('root');
    if (!root || (root.childElementCount > 0 && !failed)) return;
    const count = read();
    const again = count < WAITS.length && write(count + 1);
    say(root, again);
    if (again) setTimeout(() => location.reload(), WAITS[count] * (0.75 + Math.random() / 2));
  };
  const isNeeded = (element) =>
    element instanceof HTMLScriptElement ||
    (element instanceof HTMLLinkElement && element.rel === 'stylesheet');
  addEventListener(
    'error',
    (event) => {
      if (failed || !isNeeded(event.target)) return;
      const root = document.getElementById('root');
      if (root && root.childElementCount > 0) return; // The page runs, and says itself what it cannot load.
      failed = true;
      if (root) begin();
      else addEventListener('DOMContentLoaded', begin);
    },
    true,
  );
  addEventListener('load', () => {
    if (!failed) forget();
  });
})();

// Begins what this address needs while the page's scripts are still on their way: the scripts that are loaded later, and
// the answers for the first screen, each asked for as the page would (src/api/early.ts takes them, once), and the socket.
(() => {
  for (const link of document.querySelectorAll('link[data-for]')) {
    if (!new RegExp(link.dataset.for).test(location.pathname)) continue;
    link.crossOrigin = '';
    if (link.href.endsWith('.css')) link.as = 'style';
    link.rel = link.as ? 'preload' : 'modulepreload';
  }

  const FRESH_MS = 30000;
  const answers = new Map();
  window.samplanEarly = answers;
  // Each is in the map at once, so that nobody asks a second time. The answer itself says whose it is (X-Person), and the
  // page takes none of another's.
  const ask = (path, after = Promise.resolve()) => {
    const answer = after.then(() => fetch(path, { credentials: 'same-origin' }));
    const person = answer.then((response) => response.headers.get('X-Person'));
    answers.set(path, { person: path === '/api/login' ? null : person, answer });
    const content = answer.then((response) => response.clone().json());
    // The page asks again, and says what is wrong.
    for (const each of [person, content]) each.catch(() => undefined);
    return { answer, content };
  };
  // Who was logged in here when this browser last asked, and of which history of the database, as a socket says it: very
  // likely both are as they were. Neither the plan nor its socket need wait for that answer, which comes while the first
  // scripts keep the page busy.
  const SIGNED_IN = 'samplan.signed-in';
  const remembered = () => {
    try {
      return localStorage.getItem(SIGNED_IN);
    } catch {
      return null;
    }
  };
  const remember = (whose) => {
    try {
      if (whose) localStorage.setItem(SIGNED_IN, whose);
      else localStorage.removeItem(SIGNED_IN);
    } catch {
      // The next visit waits for the answer.
    }
  };
  const whoseIs = ({ headers }) => {
    const [epoch, person] = [headers.get('X-Epoch'), headers.get('X-Person')];
    return epoch && person ? `${new URLSearchParams({ epoch, person })}` : null;
  };
  // The plan's socket takes two round trips. It is opened and nothing more: the page asks for documents when it shows them
  // (src/sync/connection/earlySocket.ts takes it, if it is the one that the page would open).
  let opened = null;
  const openSocket = (whose) => {
    if (whose === opened) return;
    opened = whose;
    window.samplanSocket?.close();
    const schema = document.querySelector('meta[name="sync-schema"]')?.content;
    if (!schema || !whose?.startsWith('epoch=')) return;
    window.samplanSocket = new WebSocket(`${location.origin.replace('http', 'ws')}/sync?schema=${schema}&${whose}`);
  };
  const planOf = (plan) => `/api/plans/${plan}`;
  const [, named] = /^\/plan\/([^/]+)/.exec(location.pathname) || [];
  const wanted = named ? planOf(named) : location.pathname === '/' && '/api/plans';
  const before = remembered();
  // The first request goes over the connection on which this page came, and need not wait for one: the largest answer.
  const hoped = wanted && before !== null && ask(wanted);
  const login = ask('/api/login');
  if (named) openSocket(before);
  const signedIn = Promise.all([login.answer, login.content]).then(([answer, { me }]) => {
    remember(me && whoseIs(answer));
    if (!me) throw new Error('nobody has logged in');
  });
  signedIn.catch(() => undefined);
  if (wanted) {
    const { answer, content } = hoped || ask(wanted, signedIn);
    const whose = Promise.any(named ? [answer, login.answer] : [answer]).then(whoseIs);
    const ofOnlyPlan = async () => {
      const [of, [plan, ...others]] = await Promise.all([whose, content]);
      if (!plan || others.length > 0) return;
      ask(planOf(plan.id));
      openSocket(of);
    };
    (named ? whose.then(openSocket) : ofOnlyPlan()).catch(() => undefined);
  }
  // The session may end, or become another's, before the page is there to be told; and answers grow old.
  const forget = () => {
    answers.clear();
    window.samplanSocket?.close();
    window.samplanSocket = undefined;
  };
  addEventListener('storage', forget);
  setTimeout(forget, FRESH_MS);
})();
