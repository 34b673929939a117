// run.mjs - every page as a person meets it: phone and desktop, Khmer and English, with JavaScript and
// without. usage: run.mjs PROGRAM SCREENSHOT_FOLDER
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert, axeSource, Checks, launch, serve } from './support.mjs';

const [program, screenshots] = process.argv.slice(2);
mkdirSync(screenshots, { recursive: true });

const WINDOWS = [{ width: 360, height: 740 }, { width: 1280, height: 900 }];
const LANGUAGES = ['km', 'en'];
const PAGES_MAX = 400;
// One of each kind is looked at in every window; the crawl sees all the others.
const SHOWN = ['/', '/about', '/directory', '/directory/gaps', '/directory/programmes/horizons',
	'/directory/organisations/hagar', '/match',
	'/match?sex=female&age=17&forms=5&destinations=TH&referred_by=shelter&needs=education&needs=legal',
	'/law', '/law?destination=CN&form=1&on=2016-08-01', '/law/instruments', '/law/instruments/my-atip-2007',
	'/law/compare', '/figures', '/figures/F-041', '/figures/check', '/figures/tables/repatriation-2016',
	'/places', '/places?province=17', '/places?q=kampong', '/no/such/page'];
// The stems of tests/rules/wording.c; invisible joiners are taken out before looking.
const BANNED = /victim|survivor|(?<!ងាយ)រងគ្រោះ(?!ថ្នាក់)|រស់រាន|(អ្នក|ជន)(ដែល|បាន)?រួចផុត|រួច(រស់)?ជីវិត/i;

const checks = new Checks();
const server = await serve(program);
const browser = await launch();

function name(path) {
	return path.replace(/[^a-z0-9]+/gi, '_').replace(/^_+|_+$/g, '') || 'home';
}

async function open(language, viewport, javaScriptEnabled) {
	const context = await browser.newContext({
		viewport, javaScriptEnabled, locale: language === 'km' ? 'km-KH' : 'en-GB',
		isMobile: viewport.width < 500, hasTouch: viewport.width < 500,
	});
	const page = await context.newPage();
	page.troubles = [];
	page.on('console', (message) => {
		if (message.type() === 'error' && !/404/.test(message.text())) {
			page.troubles.push(message.text());
		}
	});
	page.on('pageerror', (error) => page.troubles.push(error.message));
	page.on('request', (request) => {
		if (!request.url().startsWith(server.address) && !request.url().startsWith('data:')) {
			page.troubles.push(`request to ${request.url()}`);
		}
	});
	return { context, page };
}

// What a page may say of what was done to somebody: only official titles, which are marked as such.
async function bannedText(page) {
	return page.evaluate((pattern) => {
		const copy = document.documentElement.cloneNode(true);
		copy.querySelectorAll('[data-official-title]').forEach((node) => node.remove());
		const text = copy.innerHTML.normalize('NFKC').replace(/\u00AD|[\u200B-\u200D]|\u2060/g, '');
		const found = text.match(new RegExp(pattern, 'i'));
		return found ? text.slice(Math.max(0, found.index - 80), found.index + 80) : null;
	}, BANNED.source);
}

async function lookAt(page, path, language, viewport, javaScript) {
	const label = `${path} ${viewport.width} ${language}${javaScript ? '' : ' without JavaScript'}`;
	await checks.check(label, async () => {
		const response = await page.goto(server.address + path, { waitUntil: 'load' });
		assert(response.status() === (path === '/no/such/page' ? 404 : 200), `status ${response.status()}`);
		assert(await page.getAttribute('html', 'lang') === language, 'language of the page');
		assert(/^(Spean|ស្ពាន) · .+/.test(await page.title()), `title: ${await page.title()}`);
		assert(page.troubles.length === 0, page.troubles.join('; '));
		if (javaScript) {
			const width = await page.evaluate(() => document.documentElement.scrollWidth);
			assert(width <= viewport.width, `scrolls sideways: ${width} px wide`);
			const banned = await bannedText(page);
			assert(banned === null, `banned word: ${banned}`);
			await page.evaluate(axeSource);
			const faults = await page.evaluate(() => window.axe.run(document,
				{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
			const serious = faults.violations.filter((fault) => ['serious', 'critical'].includes(fault.impact));
			assert(serious.length === 0, serious.map((fault) =>
				`${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`).join('; '));
		}
		await page.screenshot({ path: join(screenshots, `${name(path)}-${viewport.width}-${language}.png`),
			fullPage: true });
	});
}

// 1. Every kind of page in every window and language.
for (const viewport of WINDOWS) {
	for (const language of LANGUAGES) {
		const { context, page } = await open(language, viewport, true);
		for (const path of SHOWN) {
			page.troubles.length = 0;
			await lookAt(page, path, language, viewport, true);
		}
		await context.close();
	}
}
{
	const { context, page } = await open('km', WINDOWS[0], false);
	for (const path of SHOWN) {
		await lookAt(page, path, 'km', WINDOWS[0], false);
	}
	await context.close();
}

await checks.check('the field offers places to the keyboard', async () => {
	const { context, page } = await open('km', WINDOWS[0], true);
	await page.goto(server.address + '/places');
	await page.focus('#q');
	await page.keyboard.type('svay');
	await page.waitForSelector('.suggest li');
	await page.keyboard.press('ArrowDown');
	assert(await page.getAttribute('#q', 'aria-activedescendant') === 'suggest-0-0', 'no option is active');
	await page.keyboard.press('Enter');
	await page.waitForURL(/province=20/);
	assert(page.troubles.length === 0, page.troubles.join());
	await context.close();
});

// 2. Every link of every page leads somewhere.
await checks.check('no link is broken', async () => {
	const { context, page } = await open('en', WINDOWS[1], true);
	const waiting = ['/'];
	const seen = new Set(waiting);
	while (waiting.length > 0 && seen.size < PAGES_MAX) {
		const path = waiting.shift();
		const response = await page.request.get(server.address + path);
		assert(response.status() === 200, `${path}: ${response.status()}`);
		const body = await response.text();
		for (const [, href] of body.matchAll(/href="(\/[^"#]*)/g)) {
			const next = href.replaceAll('&amp;', '&').replace(/[?&]lang=(km|en)/, '');
			if (!next.startsWith('/assets/') && !seen.has(next)) {
				seen.add(next);
				waiting.push(next);
			}
		}
	}
	assert(seen.size > 60, `only ${seen.size} pages were found`);
	await context.close();
});

// 3. The first page on a phone: under 50 KB, fonts apart.
await checks.check('the first page is under 50 KB', async () => {
	for (const path of ['/', '/directory', '/figures/tables/repatriation-2016']) {
		const { context, page } = await open('km', WINDOWS[0], true);
		const session = await context.newCDPSession(page);
		await session.send('Network.enable');
		const fonts = new Set();
		let bytes = 0;
		session.on('Network.responseReceived', (event) => {
			if (/woff2/.test(event.response.url)) { fonts.add(event.requestId); }
		});
		session.on('Network.loadingFinished', (event) => {
			if (!fonts.has(event.requestId)) { bytes += event.encodedDataLength; }
		});
		await page.goto(server.address + path, { waitUntil: 'networkidle' });
		console.log(`${path}: ${bytes} bytes transferred, fonts apart`);
		assert(bytes > 0 && bytes < 50 * 1024, `${path}: ${bytes} bytes`);
		await context.close();
	}
});

// 4. With the keyboard alone: the first stop skips to the content, the language is kept.
await checks.check('the keyboard reaches the content and the language switch', async () => {
	const { context, page } = await open('km', WINDOWS[1], true);
	await page.goto(server.address + '/directory');
	await page.keyboard.press('Tab');
	assert(await page.evaluate(() => document.activeElement.className) === 'skip', 'first stop');
	await page.keyboard.press('Enter');
	assert(await page.evaluate(() => document.activeElement.id) === 'main', 'skip leads to the content');
	await page.click('.languages a[lang=en]');
	assert(await page.getAttribute('html', 'lang') === 'en', 'switched');
	await page.goto(server.address + '/law');
	assert(await page.getAttribute('html', 'lang') === 'en', 'kept on the next page');
	await context.close();
});

await checks.check('on a phone the places wait behind one word, without JavaScript', async () => {
	const { context, page } = await open('km', WINDOWS[0], false);
	await page.goto(server.address + '/law');
	assert((await page.locator('.top').boundingBox()).height < 100, 'more than two rows');
	assert(!(await page.isVisible('nav.sections')), 'open at once');
	await page.focus('.menu summary');
	await page.keyboard.press('Enter');
	assert(await page.isVisible('nav.sections a[aria-current=page][href="/law"]'), 'where one is, is marked');
	await page.click('nav.sections a[href="/figures"]');
	assert(/\/figures$/.test(page.url()) && !(await page.isVisible('nav.sections')), 'closed on the next page');
	await context.close();
});

// 5. A form filled in by hand, wrong first: nothing typed is lost.
for (const javaScript of [true, false]) {
	await checks.check(`find help, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
		const { context, page } = await open('en', WINDOWS[0], javaScript);
		await page.goto(server.address + '/match');
		await page.fill('input[name=age]', 'seventeen');
		await page.check('input[name=sex][value=female]');
		await page.click('main form button');
		assert(await page.inputValue('input[name=age]') === 'seventeen', 'typed text is kept');
		assert(await page.isChecked('input[name=sex][value=female]'), 'choice is kept');
		assert(await page.locator('.error').count() > 0, 'an error stands beside the field');
		await page.fill('input[name=age]', '17');
		await page.click('main form button');
		assert(await page.locator('.error').count() === 0, 'no error is left');
		assert(/Horizons/.test(await page.textContent('main')), 'the answer names a programme');
		await context.close();
	});
}

// 6. On paper.
await checks.check('a programme prints without navigation', async () => {
	const { context, page } = await open('km', WINDOWS[1], true);
	await page.goto(server.address + '/directory/programmes/horizons');
	await page.emulateMedia({ media: 'print' });
	assert(!(await page.isVisible('nav.sections')), 'navigation is not printed');
	await page.pdf({ path: join(screenshots, 'programme.pdf'), format: 'A4' });
	await context.close();
});

await browser.close();
const code = await server.stop();
await checks.check('the server stops cleanly', async () => assert(code === 0, `exit ${code}`));
checks.finish();
