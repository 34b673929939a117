// run.mjs - speed as ratios against a floor in the same run; medians of several.
// usage: run.mjs BUILD OUTPUT.md
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const [build, output] = process.argv.slice(2);
const program = join(build, 'spean');
const ROUNDS = 5, SECONDS = 2;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value) => Math.round(value).toLocaleString('en');

function serve(folder, ...more) {
	const started = performance.now();
	const child = spawn(program, ['serve', '--store', folder, '--listen', '127.0.0.1:0', '--no-access-log', ...more],
		{ env: { ...process.env, SPEAN_LANG: 'en' }, stdio: ['ignore', 'ignore', 'pipe'] });
	return new Promise((resolve, reject) => {
		let heard = '';
		child.stderr.on('data', (bytes) => {
			heard += bytes;
			const found = heard.match(/http:\/\/127\.0\.0\.1:(\d+)/);
			if (found) { resolve({ child, started, port: Number(found[1]) }); }
		});
		child.on('exit', () => reject(new Error(heard)));
	});
}

function get(port, path, headers = {}) {
	return new Promise((resolve, reject) => {
		http.get({ port, path, headers, agent: false }, (reply) => {
			let bytes = 0;
			reply.on('data', (part) => { bytes += part.length; });
			reply.on('end', () => resolve({ status: reply.statusCode, bytes }));
		}).on('error', reject);
	});
}

const stop = (child) => new Promise((resolve) => { child.removeAllListeners('exit'); child.on('exit', resolve); child.kill('SIGTERM'); });

function rate(port, path, headers = []) {
	const out = execFileSync('wrk', ['-t1', '-c16', `-d${SECONDS}s`, ...headers.flatMap((header) => ['-H', header]),
		`http://127.0.0.1:${port}${path}`], { encoding: 'utf8' });
	if (/Non-2xx/.test(out)) { throw new Error(out); }
	return Number(out.match(/Requests\/sec:\s+([\d.]+)/)[1]);
}

const resident = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

const folder = mkdtempSync(join(tmpdir(), 'spean-bench-'));
execFileSync(program, ['init', folder], { stdio: 'ignore' });

// 1. From exec to the first answered page.
const starts = [];
for (let i = 0; i < 11; i++) {
	const server = await serve(folder);
	await get(server.port, '/directory');
	starts.push(performance.now() - server.started);
	await stop(server.child);
}

// 2. The directory page beside a constant body of the same size, in turns.
const server = await serve(folder);
const rows = [];
for (const language of ['km', 'en']) {
	const header = [`Accept-Language: ${language}`];
	const { bytes } = await get(server.port, '/directory', { 'Accept-Language': language });
	const floor = spawn(join(build, 'tests/bench/bench_constant'), [String(bytes)], { stdio: ['pipe', 'pipe', 'inherit'] });
	const floorPort = await new Promise((resolve) => floor.stdout.once('data', (text) => resolve(Number(text))));
	const ours = [], theirs = [], made = [];
	for (let i = 0; i < ROUNDS; i++) {
		ours.push(rate(server.port, '/directory', header));
		theirs.push(rate(floorPort, '/', header));
		// ?lang= is never kept: the page is made anew for every request.
		made.push(rate(server.port, `/directory?lang=${language}`, header));
	}
	floor.stdin.end();
	rows.push({ language, bytes, ours: median(ours), theirs: median(theirs), made: median(made),
		ratio: median(ours.map((value, i) => value / theirs[i])) });
}

// 3. Memory, flat: after 10,000 requests of many pages, and after 10,000 more.
const PAGES = ['/', '/directory', '/directory/gaps', '/law?destination=CN&form=1&on=2016-08-01', '/figures',
	'/figures/tables/repatriation-2016', '/match?sex=female&age=17&forms=5&destinations=TH&needs=legal'];
const memory = [];
const fresh = await serve(folder);
for (let part = 0; part < 3; part++) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
	let left = 10000;
	await Promise.all(Array.from({ length: 16 }, async () => {
		while (left-- > 0) {
			await new Promise((resolve, reject) => http.get({ port: fresh.port, path: PAGES[left % PAGES.length], agent,
				headers: { 'Accept-Language': left % 2 ? 'km' : 'en', 'Accept-Encoding': left % 3 ? 'br' : 'gzip' } },
			(reply) => { reply.resume(); reply.on('end', resolve); }).on('error', reject));
		}
	}));
	agent.destroy();
	memory.push(resident(fresh.child.pid));
}
await stop(fresh.child);

// 4. What a phone transfers for the first page: page, style sheet, script, icon.
let first = 0;
const page = await new Promise((resolve) => http.get({ port: server.port, path: '/' }, (reply) => {
	let text = ''; reply.on('data', (part) => { text += part; }); reply.on('end', () => resolve(text));
}));
for (const path of ['/', ...new Set([...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((found) => found[1]))]) {
	first += (await get(server.port, path, { 'Accept-Encoding': 'br' })).bytes;
}
await stop(server.child);

// 4b. A page while 32 people sign in again and again, each from an address of its own (a proxy says which), with
// a wrong password: every try is hashed.
const behind = await serve(folder, '--behind-proxy');
let trying = true, tries = 0;
const latencies = async () => {
	const times = [];
	for (let i = 0; i < 300; i++) {
		const asked = performance.now();
		await get(behind.port, '/directory?lang=km');
		times.push(performance.now() - asked);
	}
	return times.sort((a, b) => a - b);
};
const calm = await latencies();
const signingIn = Promise.all(Array.from({ length: 32 }, async () => {
	while (trying) {
		const number = tries++;
		await new Promise((resolve, reject) => http.request({ port: behind.port, path: '/sign-in', method: 'POST', agent: false,
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin',
				'X-Forwarded-Proto': 'https', 'X-Forwarded-For': `198.51.${(number >> 8) % 256}.${number % 256}` } },
		(reply) => { reply.resume(); reply.on('end', resolve); }).on('error', reject).end(`name=nobody${number}&password=guess+of+mine`));
	}
}));
await new Promise((resolve) => setTimeout(resolve, 500));
const counted = tries, since = performance.now();
const busy = await latencies();
const hashed = (tries - counted) / (performance.now() - since) * 1000;
trying = false;
await signingIn;
await stop(behind.child);
const at = (times, share) => times[Math.floor(times.length * share)].toFixed(1);

// 5. A command, as a whole process.
const commands = [];
for (const words of [['match', '--batch', 'data/scenarios.csv', '--json'],
	['law', '--from', 'CN', '--form', 'forced_marriage', '--on', '2016-08-01', '--json'],
	['figures', 'rebuild', '--without-text', '--json']]) {
	const times = [];
	for (let i = 0; i < 11; i++) {
		const started = performance.now();
		execFileSync(program, words, { stdio: 'ignore' });
		times.push(performance.now() - started);
	}
	commands.push(`| \`spean ${words.join(' ')}\` | ${median(times).toFixed(0)} ms |`);
}
rmSync(folder, { recursive: true });

// 6. The log, Khmer text and names, and a page rendered: programs of their own that print their figures.
const prints = (name, ...words) => execFileSync(join(build, 'tests/bench', name), words, { encoding: 'utf8' }).trim();
const logs = mkdtempSync(join(tmpdir(), 'spean-bench-'));
const doors = mkdtempSync(join(tmpdir(), 'spean-bench-'));

const quality = readFileSync('bench/khmer.md', 'utf8').match(/## Summary\n([^]*?)\n\n/)[1];

const processor = readFileSync('/proc/cpuinfo', 'utf8').match(/model name\s*:\s*(.+)/)?.[1] ?? 'unknown';
writeFileSync(output, `# Speed, measured

Written by \`make bench\`; every figure is a median (${ROUNDS} rounds of ${SECONDS} s for rates, 11 runs for times). Load and server share the machine, so read ratios, not
absolute rates.

Machine: ${cpus().length} processors (${processor}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}.

## Page rate
The directory page against the HTTP library serving a constant body of the same size in the same run (wrk, 16 connections, keep-alive, no compression).
Asked for: at least one half.

| page | bytes | Spean, per second | constant body, per second | ratio | made anew each time, per second |
| --- | --- | --- | --- | --- | --- |
${rows.map((row) => `| /directory (${row.language}) | ${round(row.bytes)} | ${round(row.ours)} | ${round(row.theirs)} | ${row.ratio.toFixed(2)} | ${round(row.made)} |`).join('\n')}

## Start and memory
| | measured | asked for |
| --- | --- | --- |
| from exec to the first answered page, warm disk | ${median(starts).toFixed(0)} ms | under 100 ms |
| resident after 10,000, 20,000 and 30,000 requests over ${PAGES.length} pages | ${memory.map((value) => value.toFixed(1)).join(', ')} MB | under 40 MB, and flat |
| first page on a phone, fonts apart, brotli | ${(first / 1024).toFixed(1)} KB | under 50 KB |

## Pages while people sign in
At most two passwords are hashed at a time. One page after another, made anew each time, alone and while 32 people sign in without a pause
(${hashed.toFixed(0)} answers a second):

| | median | 95 of 100 |
| --- | --- | --- |
| alone | ${at(calm, 0.5)} ms | ${at(calm, 0.95)} ms |
| while they sign in | ${at(busy, 0.5)} ms | ${at(busy, 0.95)} ms |

## Commands, as whole processes
| command | time |
| --- | --- |
${commands.join('\n')}

## Templates
\`\`\`
${prints('bench_render')}
\`\`\`

## The one door
A sealed and logged read against the same SQL bare: the same statements that find the row or the page, insert the line of the log and move its head, in one
durable write transaction, without decision, keys, opening and hashing. Asked for: at most 3 times for one record, 2 times for a list of 25.
\`\`\`
${prints('bench_record', doors)}
\`\`\`

## The log
Asked for: 1,000,000 lines checked in under 5 s.
\`\`\`
${prints('bench_audit', logs)}
\`\`\`

## Khmer text and names
Quality on the written sets (curves and method: [khmer.md](khmer.md)):

${quality}

\`\`\`
${prints('bench_text')}
\`\`\`
`);
rmSync(logs, { recursive: true });
rmSync(doors, { recursive: true });
console.log(readFileSync(output, 'utf8'));
