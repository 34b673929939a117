// staff.mjs - people at work, as they meet it: invited, signed in, locked out, hidden, handed over. At
// 360 px in Khmer, without JavaScript where the method allows. usage: staff.mjs PROGRAM SCREENSHOT_FOLDER
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assert, axeSource, Checks, launch, serveStaff } from './support.mjs';

const [program, screenshots] = process.argv.slice(2);
mkdirSync(screenshots, { recursive: true });

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const PASSWORD = 'calm river bridge lantern';
const STEP_SECONDS = 30;

const checks = new Checks();
const server = await serveStaff(program);
const browser = await launch();

// RFC 6238; `ahead` steps on, because a code counts once.
function code(secret, ahead = 0) {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
	const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_SECONDS) + ahead));
	const mac = createHmac('sha1', key).update(counter).digest();
	const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
	return String(number % 1000000).padStart(6, '0');
}

function command(...words) {
	return execFileSync(program, [...words, '--store', server.folder],
		{ encoding: 'utf8', env: { ...process.env, SPEAN_LANG: 'en' }, stdio: ['ignore', 'pipe', 'pipe'] });
}

function linkIn(text) {
	const found = text.match(/\/welcome\/[\w-]+/);
	assert(found !== null, `no link in: ${text}`);
	return found[0];
}

async function open(javaScriptEnabled, viewport = PHONE, locale = 'km-KH') {
	const context = await browser.newContext({ viewport, javaScriptEnabled, locale,
		isMobile: viewport.width < 500, hasTouch: viewport.width < 500 });
	const page = await context.newPage();
	page.go = (path) => page.goto(server.address + path, { waitUntil: 'load' });
	page.path = () => new URL(page.url()).pathname;
	return { context, page };
}

async function shoot(page, label) {
	await page.screenshot({ path: join(screenshots, `staff_${label}.png`), fullPage: true });
}

async function press(page, selector) {
	await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

// From a one-time link to a whole session; what the app and the paper know comes back.
async function accept(page, link, label) {
	await page.go(link);
	await shoot(page, `${label}_welcome`);
	await page.fill('#new_password', PASSWORD);
	await page.fill('#new_password_again', PASSWORD);
	await press(page, 'main form button');
	assert(page.path() === '/account/code', `after the password: ${page.path()}`);
	await press(page, 'main form button');
	const secret = await page.inputValue('input[name=secret]');
	assert(await page.isVisible('svg.qr'), 'no QR code');
	await shoot(page, `${label}_code`);
	await page.fill('#code', '000000');
	await press(page, 'main form button');
	assert(await page.isVisible('#problem'), 'a wrong code is told');
	await page.fill('#code', code(secret));
	await press(page, 'main form button');
	const recovery = await page.locator('.codes code').allTextContents();
	assert(recovery.length === 10, `${recovery.length} recovery codes, on ${page.path()}: ${await page.textContent('main')}`);
	await shoot(page, `${label}_recovery`);
	await press(page, 'main a.button');
	assert(page.path() === '/today', `after the codes: ${page.path()}`);
	return { secret, recovery };
}

async function signIn(page, name, second) {
	await page.go('/sign-in');
	await page.fill('#name', name);
	await page.fill('#password', PASSWORD);
	await press(page, 'main form button');
	await page.fill('#code', second);
	await press(page, 'main form button');
}

async function invite(page, name, role) {
	await page.go('/people/new');
	await page.fill('#name', `Sok ${name}`);
	await page.fill('#sign_in_name', name);
	for (const box of await page.locator('input[name=role]').all()) {
		await box.setChecked(await box.getAttribute('value') === role);
	}
	await press(page, 'main form button');
	return linkIn(await page.textContent('.secret code'));
}

command('organisation', 'add', 'hagar');
const first = linkIn(command('user', 'add', 'dara', '--organisation', 'hagar', '--roles',
	'administrator;supervisor;auditor;host;coalition', '--name', 'ដារ៉ា'));
let dara;
let sokha;
const { context: office, page: admin } = await open(false);

await checks.check('the first administrator signs in with the link from the machine, without JavaScript', async () => {
	dara = await accept(admin, first, 'first');
	await admin.go(first);
	assert(!(await admin.isVisible('#new_password')), 'the link works once');
});

await checks.check('every page of the staff is fit for a phone and for everybody', async () => {
	const paths = ['/today', '/people', '/people/new', '/account', '/account/code', '/permissions', '/log',
		'/approvals', '/organisations', '/own', '/own/new', '/stale', '/away', '/sign-in'];
	for (const [viewport, locale] of [[PHONE, 'km-KH'], [DESK, 'en-GB']]) {
		const { context, page } = await open(true, viewport, locale);
		await context.addCookies(await office.cookies());
		await context.addCookies([{ name: 'lang', value: locale.slice(0, 2), url: server.address }]);
		const troubles = [];
		page.on('console', (message) => { if (message.type() === 'error') { troubles.push(message.text()); } });
		page.on('pageerror', (error) => troubles.push(error.message));
		for (const path of paths) {
			const response = await page.go(path);
			assert(response.status() === 200, `${path}: ${response.status()}`);
			assert(/no-store/.test(response.headers()['cache-control']), `${path} may be kept`);
			const width = await page.evaluate(() => document.documentElement.scrollWidth);
			assert(width <= viewport.width, `${path} scrolls sideways: ${width}`);
			const top = path === '/away' ? 0 : (await page.locator('.top').boundingBox()).height;
			assert(top < 100 && (viewport !== DESK || top < 60), `${path}: the places take ${top} px`);
			await page.evaluate(axeSource);
			const faults = await page.evaluate(() => window.axe.run(document,
				{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
			const serious = faults.violations.filter((fault) => ['serious', 'critical'].includes(fault.impact));
			assert(serious.length === 0, `${path}: ` + serious.map((fault) =>
				`${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`).join('; '));
			assert(troubles.length === 0, `${path}: ${troubles.join('; ')}`);
			await shoot(page, `${path.slice(1).replace('/', '_')}-${viewport.width}`);
		}
		await context.close();
	}
});

await checks.check('an administrator invites, and the invited sign in', async () => {
	const link = await invite(admin, 'sokha', 'case_worker');
	const { context, page } = await open(false);
	sokha = await accept(page, link, 'invited');
	await page.go('/people');
	assert(await page.locator('table').count() === 0, 'a case worker sees no accounts');
	await context.close();
});

await checks.check('a code of the phone signs in, and counts once', async () => {
	const { context, page } = await open(false);
	const next = code(sokha.secret, 1);
	await signIn(page, 'sokha', next);
	assert(page.path() === '/today', `${page.path()}: ${await page.textContent('main')}`);
	await page.click('.menu summary');
	await press(page, '.own form button');
	assert(page.path() === '/sign-in', 'signed out');
	await signIn(page, 'sokha', next);
	assert(await page.isVisible('#problem'), 'the same code again is refused');
	await context.close();
});

await checks.check('a recovery code signs in, once', async () => {
	const { context, page } = await open(false);
	await signIn(page, 'sokha', sokha.recovery[0]);
	assert(page.path() === '/today', `${page.path()}: ${await page.textContent('main')}`);
	await context.clearCookies();
	await signIn(page, 'sokha', sokha.recovery[0]);
	assert(await page.isVisible('#problem'), 'the same code again is refused');
	await context.close();
});

await checks.check('a passkey is made and signs in without a password', async () => {
	const { context, page } = await open(true);
	const session = await context.newCDPSession(page);
	await session.send('WebAuthn.enable');
	await session.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal',
		hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
	await signIn(page, 'sokha', sokha.recovery[1]);
	await page.go('/account');
	await page.fill('#passkey-label', 'ទូរស័ព្ទ');
	await page.click('[data-passkey-make] button');
	await page.waitForFunction(() => document.querySelector('[data-passkey-make] [role=status]').textContent !== '');
	assert(await page.locator('form[action="/account/passkeys/remove"]').count() === 0, 'made without the password');
	await page.fill('#passkey-password', PASSWORD);
	await page.click('[data-passkey-make] button');
	await page.waitForFunction(() => document.querySelector('form[action="/account/passkeys/remove"]') !== null ||
		document.querySelector('[data-passkey-make] [role=status]').textContent !== '');
	assert(await page.isVisible('text=ទូរស័ព្ទ'), await page.textContent('[data-passkey-make] [role=status]'));
	await shoot(page, 'passkey');
	await context.clearCookies();
	await page.go('/sign-in');
	await page.click('[data-passkey-start] button');
	await page.waitForFunction(() => location.pathname === '/today' ||
		document.querySelector('[data-passkey-start] [role=status]').textContent !== '');
	assert(page.path() === '/today', 'not signed in by passkey: ' + await page.textContent('main'));
	await context.close();
});

await checks.check('Escape twice hides the page and what was open', async () => {
	const { context, page } = await open(true);
	await signIn(page, 'sokha', sokha.recovery[2]);
	await page.go('/account');
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
	await page.waitForURL('**/away');
	assert(!/spean|ស្ពាន/i.test(await page.content()), 'the neutral page names the program');
	await shoot(page, 'away');
	await page.goBack({ waitUntil: 'load' });
	assert(page.path() !== '/account', `the way back leads to ${page.path()}`);
	const asked = await page.go('/account');
	assert(page.path() === '/sign-in', `still signed in: ${asked.status()} ${page.path()}`);
	await context.close();
});

await checks.check('the button hides without JavaScript', async () => {
	const { context, page } = await open(false);
	await signIn(page, 'sokha', sokha.recovery[3]);
	await press(page, '.hide button');
	assert(page.path() === '/away', page.path());
	await page.go('/account');
	assert(page.path() === '/sign-in', 'still signed in');
	await context.close();
});

await checks.check('a form outlives its session', async () => {
	await admin.go('/people/new');
	await admin.fill('#name', 'ចាន់ <b>');
	await admin.fill('#sign_in_name', 'chan');
	await office.clearCookies();
	await press(admin, 'main form button');
	assert(await admin.isVisible('#password'), 'asked to sign in');
	assert(await admin.isVisible('.notice'), 'told that nothing is lost');
	await shoot(admin, 'kept');
	await admin.fill('#name', 'dara');
	await admin.fill('#password', PASSWORD);
	await press(admin, 'main form button');
	await admin.fill('#code', dara.recovery[0]);
	await press(admin, 'main form button');
	assert(await admin.inputValue('input[name=name]') === 'ចាន់ <b>', 'what was typed is there');
	await shoot(admin, 'again');
	await press(admin, 'main form button');
	linkIn(await admin.textContent('.secret code'));
});

await checks.check('a long form outlives its session, and its names are not taken for a sign-in', async () => {
	await admin.go('/own/new');
	await admin.fill('#name', 'ជំនាញដេរ');
	await admin.check('input[name=components] >> nth=0');
	await admin.check('input[name=components] >> nth=2');
	await office.clearCookies();
	await press(admin, 'main form button');
	assert(await admin.inputValue('#name') === '', 'the name of a programme is no name to sign in with');
	await admin.fill('#name', 'dara');
	await admin.fill('#password', PASSWORD);
	await press(admin, 'main form button');
	await admin.fill('#code', dara.recovery[1]);
	await press(admin, 'main form button');
	await press(admin, 'main form button');
	assert(await admin.inputValue('#name') === 'ជំនាញដេរ', 'the text is there');
	assert(await admin.locator('input[name=components]:checked').count() === 2, 'and so are the choices');
	const wrong = admin.locator('.summary li a').first();
	assert(await admin.evaluate(() => document.activeElement.className) === 'summary', 'what is wrong is told first');
	const at = await wrong.getAttribute('href');
	assert(await admin.locator(at).count() === 1, `${at} leads nowhere`);
	await shoot(admin, 'own_wrong');
});

await checks.check('the log says who, what and when in words, and is asked for them', async () => {
	await admin.go('/log');
	const told = await admin.textContent('tbody');
	assert(/Sok sokha/.test(told), 'a colleague has a name');
	assert(!/[0-9a-f]{8}-[0-9a-f]{4}/.test(told), 'an id is shown whole');
	assert(!/[a-z]+_[a-z]+/.test(told), `a deed has no words: ${told.match(/[a-z]+_[a-z]+/)}`);
	await admin.selectOption('#deed', 'account_invite');
	await admin.fill('#from', '2020-01-01');
	await press(admin, 'main form button');
	const lines = await admin.locator('tbody tr').count();
	assert(lines >= 2 && lines < 10, `${lines} lines of invitations`);
	await admin.go('/log?to=2020-01-01');
	assert(await admin.locator('tbody tr').count() === 0, 'nothing is older than the server');
	const answer = await admin.go('/log?from=yesterday');
	assert(answer.status() === 422 && await admin.isVisible('#problem'), 'a wrong day is told');
	await shoot(admin, 'log_wrong');
});

await checks.check('when the session has ended the way back shows nothing', async () => {
	const { context, page } = await open(true, DESK);
	await context.addCookies(await office.cookies());
	await page.go('/people');
	await page.go('/about');
	await page.goBack({ waitUntil: 'load' });
	const token = await page.locator('.own form input[name=token]').getAttribute('value');
	assert(token !== '', 'signed in');
	await page.go('/account');
	await context.clearCookies();
	await page.goBack({ waitUntil: 'load' });
	assert(page.path() === '/sign-in', `the way back leads to ${page.path()}`);
	await context.close();
});

await checks.check('a form with an error keeps what was typed', async () => {
	await admin.go('/people/new');
	await admin.fill('#name', 'Chan again');
	await admin.fill('#sign_in_name', 'chan');
	await press(admin, 'main form button');
	assert(await admin.isVisible('#sign_in_name-error'), 'told beside the field that the name is taken');
	assert(await admin.inputValue('#name') === 'Chan again', 'typed text is kept');
	await shoot(admin, 'taken');
});

await checks.check('a programme is kept by its organisation, and a second editor loses nothing', async () => {
	await admin.go('/own');
	const old = await admin.locator('.card .notice').count();
	await press(admin, '.card form button');
	assert(admin.path() === '/own', 'one tap says that it is still true');
	assert(await admin.locator('.card .notice').count() === old - 1, 'one less is old');
	await press(admin, '.card form a.button');
	const address = admin.path();
	const other = await office.newPage();
	await other.goto(server.address + address);
	await other.fill('#places_free', '5');
	await press(other, 'main form button');
	await admin.fill('#places_free', '7');
	await admin.fill('#wait_days', '9');
	await press(admin, 'main form button');
	assert(await admin.isVisible('.summary'), 'the other change is shown');
	assert(await admin.inputValue('#places_free') === '7', 'what was typed is there');
	assert(await admin.inputValue('#wait_days') === '9', 'and so is what the other did not touch');
	await shoot(admin, 'own_conflict');
	await admin.fill('#age_min', 'many');
	await press(admin, 'main form button');
	assert(await admin.isVisible('#age_min-error'), 'a wrong value is told beside its field');
	await admin.fill('#age_min', '');
	await press(admin, 'main form button');
	assert(admin.path() === '/own', 'saved');
	await shoot(admin, 'own_saved');
	await admin.go(`${address}/history`);
	assert(await admin.locator('ol.plain > li').count() >= 2, 'every change is in the history');
	assert(!/training_employment|inferred/.test(await admin.textContent('ol.plain')), 'the history speaks in labels, not in codes');
	await shoot(admin, 'own_history');
	await admin.go('/stale');
	await press(admin, '.card form button');
	assert(admin.path().startsWith('/stale/'), 'asked');
	await shoot(admin, 'own_asked');
	await other.close();
});

await checks.check('somebody leaves: signed out at once, work handed over', async () => {
	const { context, page } = await open(false);
	await signIn(page, 'sokha', sokha.recovery[4]);
	await admin.go('/people');
	const names = await admin.locator('main tbody th').allTextContents();
	assert(names.length > 2 && String(names) === String([...names].sort(new Intl.Collator('km').compare)),
		`not in dictionary order: ${names}`);
	await press(admin, 'text=Sok sokha');
	await shoot(admin, 'person');
	await admin.click('details:has(#heir) summary');
	await admin.selectOption('#heir', { index: 1 });
	await admin.fill('#leave-password', 'not the password');
	await press(admin, 'details:has(#heir) button');
	assert(await admin.isVisible('#problem'), 'a wrong password is told');
	await admin.fill('#password', PASSWORD);
	await press(admin, 'main form button');
	await shoot(admin, 'left');
	await page.go('/account');
	assert(page.path() === '/sign-in', `still signed in: ${page.path()}`);
	await context.close();
});

await checks.check('a guesser is made to wait', async () => {
	const { context, page } = await open(false);
	let status = 0;
	// The wait doubles with each try, so a slow machine meets it too, only later.
	for (let i = 0; i < 20 && status !== 429; i++) {
		await page.go('/sign-in');
		await page.fill('#name', 'chan');
		await page.fill('#password', `guess ${i}`);
		const [response] = await Promise.all([page.waitForNavigation(), page.click('main form button')]);
		status = response.status();
		assert(await page.inputValue('#name') === 'chan', 'the name is kept');
		assert(await page.inputValue('#password') === '', 'the password is not');
	}
	assert(status === 429, `after twenty guesses: ${status}`);
	await shoot(page, 'wait');
	await context.close();
});

await browser.close();
const ended = await server.stop();
await checks.check('the server stops cleanly', async () => assert(ended === 0, `exit ${ended}`));
checks.finish();
