// @vitest-environment jsdom
import { act, useRef } from 'react';
import { expect, test, vi } from 'vitest';
import { shownPage } from '../testing/shown';
import { useEdges } from './useEdges';

const { show } = shownPage();

/** As a browser's, which tells of a size when it is first asked to. */
class Observing {
  constructor(private readonly told: () => void) {}
  observe = () => this.told();
  unobserve = () => undefined;
  disconnect = () => undefined;
}
const edge = (name: string) => document.documentElement.style.getPropertyValue(name);

function Bar({ top }: { top: string }) {
  const bar = useRef<HTMLElement>(null);
  useEdges(bar);
  return <header ref={bar} style={{ position: 'sticky', top }} />;
}

/** What the browser says of the visible part of the window. */
function seeing(height: number, scale = 1): EventTarget {
  const view = Object.assign(new EventTarget(), { height, offsetTop: 0, scale });
  vi.stubGlobal('visualViewport', view);
  vi.stubGlobal('innerHeight', 844);
  vi.stubGlobal('ResizeObserver', Observing);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(88);
  return view;
}

test('what of the bar stays in view is what is measured, not what was planned', async () => {
  seeing(844);
  await show(<Bar top="0px" />);
  expect([edge('--bar-height'), edge('--keyboard')]).toEqual(['88px', '0px']);
  await show(<Bar top="-56px" />);
  await act(async () => window.dispatchEvent(new Event('resize')));
  expect(edge('--bar-height')).toBe('32px');
});

test('a keyboard that covers the page is known while it does; pinching in is none', async () => {
  const view = seeing(500);
  await show(<Bar top="0px" />);
  expect(edge('--keyboard')).toBe('344px');
  Object.assign(view, { scale: 2 });
  await act(async () => view.dispatchEvent(new Event('resize')));
  expect(edge('--keyboard')).toBe('0px');
});
