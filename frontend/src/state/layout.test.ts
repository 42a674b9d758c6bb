import { beforeEach, describe, expect, it, vi } from 'vitest';
import { layout } from './layout.svelte';

const thread = { kind: 'thread', channel: 1, root: 2 } as const;
const history = { pushState: vi.fn(), back: vi.fn(), go: vi.fn() };
let phone = false;

class Focusable {
  focus = vi.fn();
  isConnected = true;
}

beforeEach(() => {
  phone = false;
  layout.dropPane();
  vi.clearAllMocks();
  vi.stubGlobal('history', history);
  vi.stubGlobal('location', { href: '/w/1/c/1' });
  vi.stubGlobal('matchMedia', () => ({ matches: phone }));
  vi.stubGlobal('HTMLElement', Focusable);
  vi.stubGlobal('document', { activeElement: new Focusable() });
});

describe('the right pane', () => {
  it('holds one thing at a time, and closing it gives the focus back', () => {
    const opener = document.activeElement as unknown as Focusable;
    layout.openPane({ kind: 'members' });
    layout.openPane(thread);
    expect(layout.pane).toEqual(thread);
    expect(layout.under).toBeNull();
    layout.closePane();
    expect(layout.pane).toBeNull();
    expect(opener.focus).toHaveBeenCalledOnce();
    expect(history.pushState).not.toHaveBeenCalled();
  });

  it('goes back from a thread to the list it was opened from', () => {
    layout.openPane({ kind: 'threads' });
    layout.openPane(thread);
    layout.backPane();
    expect(layout.pane).toEqual({ kind: 'threads' });
  });

  it('still goes back to that list when another reply of the thread is answered', () => {
    layout.openPane({ kind: 'threads' });
    layout.openPane(thread);
    layout.openPane({ ...thread, answers: 3 });
    expect(layout.under).toEqual({ kind: 'threads' });
  });

  it('is a screen of its own on a phone, which the back gesture leaves', () => {
    phone = true;
    layout.openPane({ kind: 'threads' });
    layout.openPane(thread);
    expect(history.pushState).toHaveBeenCalledTimes(2);
    layout.wentBack();
    expect(layout.pane).toEqual({ kind: 'threads' });
    layout.wentBack();
    expect(layout.pane).toBeNull();
  });

  it('leaves no entry in the history of a phone when it is closed', () => {
    phone = true;
    layout.openPane({ kind: 'threads' });
    layout.openPane(thread);
    layout.closePane();
    expect(history.go).toHaveBeenCalledWith(-2);
    layout.wentBack();
    expect(layout.pane).toBeNull();
    layout.wentBack();
    expect(layout.pane).toBeNull();
  });
});
