// support.mjs - a served store and a browser for the page tests. Nothing leaves this machine.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../package.json', import.meta.url));
export const { chromium } = require('playwright-core');
export const axeSource = require('axe-core').source;

async function freePort() {
	const probe = createServer();
	await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
	const { port } = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	return port;
}

// The same for staff: its address is told beforehand, because passkeys belong to an origin, and
// browsers give them to http only as "localhost".
export async function serveStaff(program) {
	const port = await freePort();
	const address = `http://localhost:${port}`;
	const started = await serve(program, ['--listen', `127.0.0.1:${port}`, '--origin', address]);
	return { ...started, address };
}

// Start the program on a free port; resolves to its address and a way to stop it.
export async function serve(program, options = ['--listen', '127.0.0.1:0']) {
	const folder = mkdtempSync(join(tmpdir(), 'spean-pages-'));
	execFileSync(program, ['init', folder], { stdio: 'pipe' });
	const child = spawn(program, ['serve', '--store', folder, '--no-access-log', ...options],
		{ env: { ...process.env, SPEAN_LANG: 'en' }, stdio: ['ignore', 'pipe', 'pipe'] });
	const address = await new Promise((resolve, reject) => {
		let heard = '';
		child.stderr.on('data', (bytes) => {
			heard += bytes;
			const found = heard.match(/http:\/\/127\.0\.0\.1:\d+/);
			if (found) { resolve(found[0]); }
		});
		child.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${heard}`)));
	});
	return {
		address,
		folder,
		async stop() {
			const ended = new Promise((resolve) => child.on('exit', resolve));
			child.kill('SIGTERM');
			const code = await ended;
			rmSync(folder, { recursive: true });
			return code;
		},
	};
}

export async function launch() {
	return chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
			'--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
}

// A list of named checks, run one after the other; prints the line that the test summary adds up.
export class Checks {
	passed = 0;
	failures = [];

	async check(name, run) {
		try {
			await run();
			this.passed++;
		} catch (error) {
			this.failures.push(name);
			console.log(`FAILED ${name}\n  ${String(error.message).split('\n').join('\n  ')}`);
		}
	}

	finish() {
		console.log(`${this.passed} passed, ${this.failures.length} failed`);
		process.exitCode = this.failures.length > 0 ? 1 : 0;
	}
}

export function assert(condition, message) {
	if (!condition) {
		throw new Error(message);
	}
}
