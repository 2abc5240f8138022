import { expect, it } from 'vitest';
import { FakeHost } from './fixtures/fakeHost.ts';
import { usePanel } from './harness/usePanel.ts';

const open = usePanel();

it('a choice is the one that was set, however soon other choices follow', async () => {
  const { page } = await open(new FakeHost({ name: 'seed4_regression.csv', spec: { lambda: 1 } }));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.locator('.status-text', { hasText: /^trained ·/ }).waitFor();
  const target = page.locator('vscode-dropdown.target');
  // As a panel's first messages do: other choices, of which the first was chosen, and at once the ones that stay.
  const shown = await target.evaluate(async (element: HTMLSelectElement) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const options = [...element.children];
    const one = options[0]?.cloneNode(true) as HTMLElement;
    one.setAttribute('value', '');
    element.replaceChildren(one);
    element.value = '';
    await frame();
    await frame();
    element.replaceChildren(...options);
    await frame();
    await frame();
    return element.value;
  });
  expect(shown).toBe('y');
});
