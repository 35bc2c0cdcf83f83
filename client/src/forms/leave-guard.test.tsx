import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Link, Route, Switch } from 'wouter';
import { renderPart } from '../testing/render-part.tsx';
import { useLeaveGuard } from './leave-guard.ts';

function Editor({ dirty }: { dirty: boolean }) {
  useLeaveGuard(dirty);
  return (
    <>
      <h1>Editor</h1>
      <Link href="/other">Elsewhere</Link>
      <Link href="/?tab=two">Second tab</Link>
    </>
  );
}

function site(dirty: boolean) {
  return (
    <Switch>
      <Route path="/other">
        <h1>Other page</h1>
      </Route>
      <Route path="/">
        <Editor dirty={dirty} />
      </Route>
    </Switch>
  );
}

const named = { name: 'Leave without saving?' };
const question = () => screen.queryByRole('alertdialog', named);
const asked = () => screen.findByRole('alertdialog', named);
const otherPage = () => screen.queryByRole('heading', { name: 'Other page', hidden: true });

/** What the browser says when the tab is closed or reloaded: true if the page objects. */
function closingTabIsAsked(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

test('with nothing to lose the way is free', async () => {
  const { user } = renderPart(site(false));
  expect(closingTabIsAsked()).toBe(false);
  await user.click(screen.getByRole('link', { name: 'Elsewhere' }));
  expect(otherPage()).toBeInTheDocument();
  expect(question()).not.toBeInTheDocument();
});

test('a link away asks; staying keeps the page and its text', async () => {
  const { user } = renderPart(site(true));
  await user.click(screen.getByRole('link', { name: 'Elsewhere' }));
  expect(await asked()).toBeInTheDocument();
  expect(otherPage()).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Stay here' }));
  await waitFor(() => expect(question()).not.toBeInTheDocument());
  expect(location.pathname).toBe('/');
});

test('leaving goes where the link led', async () => {
  const { user } = renderPart(site(true));
  await user.click(screen.getByRole('link', { name: 'Elsewhere' }));
  await user.click(await screen.findByRole('button', { name: 'Leave without saving' }));
  expect(otherPage()).toBeInTheDocument();
});

test('another part of the same page is no leaving', async () => {
  const { user } = renderPart(site(true));
  await user.click(screen.getByRole('link', { name: 'Second tab' }));
  expect(question()).not.toBeInTheDocument();
  expect(location.search).toBe('?tab=two');
});

test('closing the tab asks while something is unsaved, and no longer once it is saved', () => {
  const { rerender } = renderPart(site(true));
  expect(closingTabIsAsked()).toBe(true);
  rerender(site(false));
  expect(closingTabIsAsked()).toBe(false);
});

/** What a browser does on Back: the URL is another one already when the page hears of it. */
function goBackTo(path: string) {
  // Around the router, which listens to history.replaceState.
  History.prototype.replaceState.call(history, null, '', path);
  window.dispatchEvent(new PopStateEvent('popstate'));
}

test('the back button asks, and the page stays until the answer', async () => {
  renderPart(site(true));
  act(() => goBackTo('/other'));
  expect(await asked()).toBeInTheDocument();
  expect(otherPage()).not.toBeInTheDocument();
  expect(location.pathname).toBe('/');
});

test('the back button is free with nothing to lose', () => {
  renderPart(site(false));
  act(() => goBackTo('/other'));
  expect(otherPage()).toBeInTheDocument();
});
