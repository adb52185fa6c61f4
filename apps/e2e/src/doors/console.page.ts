import { chromiumPath, eventually, type RunningSystem } from '@people-sync/testing';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Headless in a container, and quiet: no calls home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Words that administrators never see (docs/semantics.md §8). */
const FORBIDDEN = /\b(tenant|snapshot|hash|base|parked|digest)\b/i;

/** True when nothing fades or moves any more. */
const STILL = `document.getAnimations().every((animation) => animation.playState !== 'running')`;

/** A limit only ends a wait that would last for ever: the machine may be busy. */
const WITHIN_MS = 120_000;

/** The console in a real Chromium, for several people one after the other. */
export class ConsoleBrowser {
  private readonly pages: Page[] = [];

  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<ConsoleBrowser> {
    return new ConsoleBrowser(await chromium.launch({ executablePath: chromiumPath() ?? '', args: flags }));
  }

  /** A window of somebody who has not signed in. */
  async stranger(): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1360, height: 860 } });
    const page = await context.newPage();
    page.setDefaultTimeout(WITHIN_MS);
    this.pages.push(page);
    return page;
  }

  /** An administrator of a company, by the link that the platform opens, at `path`. */
  async administrator(system: RunningSystem, tenant: string, path = '/'): Promise<Page> {
    const page = await this.stranger();
    await page.goto(await linkFor(system, tenant, path));
    // A browser that was never here is asked once.
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    // Whoever went on to another page before that would end the sign-in on its way, and the link is used up.
    await page.getByRole('heading', { name: /^Sign in for / }).waitFor({ state: 'detached' });
    return page;
  }

  async closePages(): Promise<void> {
    for (const page of this.pages.splice(0)) await page.context().close();
  }

  async close(): Promise<void> {
    await this.closePages();
    await this.browser.close();
  }
}

/** What the platform opens for an administrator: a link that signs in once. */
export async function linkFor(
  system: RunningSystem,
  tenant: string,
  path = '/',
  subject = 'grace.hopwood@northwind-tiles.example',
): Promise<string> {
  const made = await fetch(`${system.http}/v1/tenants/${tenant}/session-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject, roles: ['peoplesync.admin'] }),
  });
  const answer: unknown = await made.json();
  const code: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'code') : undefined;
  if (typeof code !== 'string') throw new Error(`no code for ${tenant}: ${made.status}`);
  return `${system.http}${path}#code=${code}`;
}

/** Waits until nothing moves: pictures and checks are made of what stays. */
export async function still(page: Page): Promise<void> {
  // Not waitForFunction: what it asks for a second time is evaluated inside the page, whose policy forbids that.
  await eventually(async () => {
    if (!(await page.evaluate<boolean>(STILL))) throw new Error('something on the page still moves');
  });
}

/** Barriers on the page that axe calls serious or critical: what, and where. */
export async function seriousBarriers(page: Page): Promise<string[]> {
  await still(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

/** Words on the page that mean nothing to an administrator. */
export async function foreignWords(page: Page): Promise<string[]> {
  const text = await page.locator('body').innerText();
  return text.split('\n').filter((line) => FORBIDDEN.test(line));
}

/** Keeps a picture for the documentation when UPDATE_SCREENSHOTS=1. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  if (process.env['UPDATE_SCREENSHOTS'] !== '1') return;
  await still(page);
  await page.screenshot({ path: `docs/images/${name}.png`, fullPage });
}
