import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { SCHEMA } from './src/domain/contract.ts';

/** Our own module in the place of Designsystemet's custom elements, which are all in one: those that we use. */
export const OURS = [
  { find: /^@digdir\/designsystemet-web$/, replacement: here('src/ui/designsystemetWeb.ts') },
];

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

const TEXT = /\.(?:css|html|js|svg|txt)$/;
/** Below this, the headers that compressing adds outweigh what it saves. */
const LEAST_BYTES = 512;

/** Writes `.br` and `.gz` beside every file of text, which server/web/static.py hands out. */
export function compressed(): Plugin {
  let folder = '';
  return {
    name: 'samplan-compressed',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const file of textsIn(folder)) {
        const content = readFileSync(file);
        if (content.length < LEAST_BYTES) continue;
        const size = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params: size }));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

function textsIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }) as string[];
  return names.filter((name) => TEXT.test(name)).map((name) => join(folder, name));
}

/** Emits `licences.txt`: what the licences of the packages in the page ask to be handed on with it. */
export function licences(): Plugin {
  return {
    name: 'samplan-licences',
    apply: 'build',
    generateBundle() {
      const packages = new Set([...this.getModuleIds()].map(packageOf).filter((found) => found !== null));
      const texts = [...packages].sort().map(licenceOf);
      this.emitFile({
        type: 'asset',
        fileName: 'licences.txt',
        source: texts.join(`\n${'-'.repeat(72)}\n\n`),
      });
    },
  };
}

/** The folder of the package that a module is of; null for our own. */
function packageOf(module: string): string | null {
  const path = module.replace(/^\0/, '').replace(/\?.*$/, '');
  const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/@]+/.exec(path)?.[0];
  return found && existsSync(join(found, 'package.json')) ? found : null;
}

function licenceOf(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const name = readdirSync(folder).find((file) => /^(?:licen[cs]e|copying)/i.test(file));
  const text = name ? readFileSync(join(folder, name), 'utf8') : byItsAuthors(about);
  return `${about.name} ${about.version}, ${about.license}\n\n${text.trim()}\n`;
}

/** For packages that hold no text: whose they are, and the words of their licence as others have them. */
function byItsAuthors(about: { license: string; author?: string | { name: string } }): string {
  if (about.license !== 'MIT') throw new Error(`a package without a text of its licence, ${about.license}`);
  const author = typeof about.author === 'object' ? about.author.name : about.author;
  const mit = readFileSync(join('node_modules', 'react', 'LICENSE'), 'utf8');
  return `Copyright (c) ${author ?? 'its authors'}\n\n${mit.slice(mit.indexOf('Permission is hereby granted'))}`;
}

/** Says in the page which release and commit it was built from, as `samplan --version` does, and what it speaks on /sync. */
export function version(): Plugin {
  return {
    name: 'samplan-version',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { name: 'version', content: `${release()} (${commit()})` },
        injectTo: 'head',
      },
      { tag: 'meta', attrs: { name: 'sync-schema', content: String(SCHEMA) }, injectTo: 'head' },
    ],
  };
}

function release(): string {
  const project = readFileSync(join('..', 'pyproject.toml'), 'utf8');
  return /^version = "([^"]+)"/m.exec(project)?.[1] ?? 'unknown';
}

function commit(): string {
  try {
    const words = ['describe', '--always', '--dirty', '--exclude=*'];
    return execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * Puts scripts and styles behind the page's first words, so that these are shown while the rest is on its way. `routes`:
 * the modules that are loaded later for addresses of this pattern; start.js turns the link of each into a preload there.
 */
export function arranged(routes: Record<string, string[]>): Plugin {
  return {
    name: 'samplan-arranged',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const chunks = Object.values(bundle ?? {}).filter((each) => each.type === 'chunk');
        const [moved, rest] = parted(html);
        const ahead = new Set([...moved.join('').matchAll(/"\/([^"]+)"/g)].map(([, name]) => name));
        const later = Object.entries(routes).flatMap(([addresses, modules]) => {
          const files = filesOf(modules, chunks).filter((file) => !ahead.has(file));
          return files.map((file) => `<link data-for="${addresses}" href="/${file}">`);
        });
        const scripts = moved.filter((tag) => !tag.includes('modulepreload'));
        const preloads = moved.filter((tag) => tag.includes('modulepreload'));
        const head = [...preloads, ...later].map((tag) => `    ${tag}\n`).join('');
        const body = scripts.map((tag) => `    ${tag}\n`).join('');
        return rest.replace('  </head>', `${head}  </head>`).replace('  </body>', `${body}  </body>`);
      },
    },
  };
}

interface Chunk {
  fileName: string;
  /** The module that is asked for by this file's name, which may hold nothing but that. */
  facadeModuleId: string | null;
  moduleIds: string[];
  imports: string[];
  viteMetadata?: { importedCss: Set<string> };
}

const BUILT_TAG = /^\s*(<(?:script|link)[^>]*crossorigin[^>]*>(?:<\/script>)?)\n/gm;

/** The tags that Vite has put into the head, and the page without them. */
function parted(html: string): [string[], string] {
  return [[...html.matchAll(BUILT_TAG)].map(([, tag = '']) => tag), html.replace(BUILT_TAG, '')];
}

/** The files of the chunks that hold these modules, and of all that they import at once. */
function filesOf(modules: string[], chunks: Chunk[]): string[] {
  const found = new Set<string>();
  const add = (chunk: Chunk | undefined) => {
    if (!chunk || found.has(chunk.fileName)) return;
    for (const file of [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])]) found.add(file);
    for (const name of chunk.imports) add(chunks.find((each) => each.fileName === name));
  };
  for (const module of modules) {
    const chunk =
      chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module)) ??
      chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(module)));
    if (!chunk) throw new Error(`no chunk of the page holds ${module}`);
    add(chunk);
  }
  return [...found];
}

/**
 * Puts `:not(:first-child)` for `* + *` in every style sheet, which means the same. For the latter, in any rule at all,
 * the browser looks at all blocks of a text again whenever one of them comes or goes.
 */
export const withoutSiblings = {
  postcssPlugin: 'samplan-without-siblings',
  Rule: (rule: { selector: string }) => {
    rule.selector = rule.selector
      .replace(/(?<=[>\s])\*\s*\+\s*\*/g, ':where(:not(:first-child))')
      .replace(/(?<=>\s*)legend\s*\+(?=\s*p\b)/g, 'legend:where(.ds-label)+');
  },
};
