/* enhance.js - comfort where JavaScript runs; every page works without it.
 *
 * 1. A field with data-filter="#ID" hides the rows of that table that do not have what is typed.
 * 2. A form with data-submit-on-change is sent when a choice in it changes.
 * 3. A field with data-suggest="ADDRESS" offers the places that fit what is typed (an ARIA
 *    combobox: arrows, Enter, Escape, or a tap).
 * 4. The button Hide, and Esc twice: the page goes blank at once, the session ends, and a neutral page
 *    takes its place in the history of the window.
 * 5. A form is sent once, however often the button is tapped while the answer is on its way.
 * 6. Passkeys: an element with data-passkey-start asks the browser and sends what it answers.
 */
(function () {
	'use strict';

	function fold(text) {
		return text.normalize('NFC').toLowerCase();
	}

	function filterRows(field) {
		var rows = document.querySelectorAll(field.dataset.filter + ' tbody tr');
		var wanted = fold(field.value.trim());
		rows.forEach(function (row) {
			row.hidden = wanted !== '' && fold(row.textContent).indexOf(wanted) < 0;
		});
	}

	document.querySelectorAll('[data-filter]').forEach(function (field) {
		field.addEventListener('input', function () { filterRows(field); });
	});

	document.querySelectorAll('form[data-submit-on-change]').forEach(function (form) {
		form.addEventListener('change', function () { form.requestSubmit ? form.requestSubmit() : form.submit(); });
	});

	function suggest(field, number) {
		var list = document.createElement('ul');
		var timer, last = '', at = -1;
		list.id = 'suggest-' + number;
		list.setAttribute('role', 'listbox');
		list.setAttribute('aria-label', field.labels.length ? field.labels[0].textContent : '');
		list.className = 'suggest';
		list.hidden = true;
		field.parentNode.insertBefore(list, field.nextSibling);
		field.setAttribute('role', 'combobox');
		field.setAttribute('aria-autocomplete', 'list');
		field.setAttribute('aria-controls', list.id);
		field.setAttribute('aria-expanded', 'false');
		field.autocomplete = 'off';

		function open(shown) {
			list.hidden = !shown;
			field.setAttribute('aria-expanded', String(shown));
			mark(-1);
		}
		function mark(to) {
			at = to;
			Array.prototype.forEach.call(list.children, function (item, i) {
				item.setAttribute('aria-selected', String(i === at));
			});
			if (at < 0) {
				field.removeAttribute('aria-activedescendant');
			} else {
				field.setAttribute('aria-activedescendant', list.children[at].id);
			}
		}
		function fill(results) {
			list.textContent = '';
			results.forEach(function (place, i) {
				var item = document.createElement('li');
				item.id = list.id + '-' + i;
				item.setAttribute('role', 'option');
				item.dataset.href = place.href;
				item.textContent = place.path;
				list.appendChild(item);
			});
			open(results.length > 0);
		}
		function ask() {
			var asked = field.value.trim();
			last = asked;
			if (asked === '') {
				open(false);
				return;
			}
			fetch(field.dataset.suggest + '?q=' + encodeURIComponent(asked)).then(function (answer) {
				return answer.json();
			}).then(function (answer) {
				if (asked === last) {
					fill(answer.results);
				}
			}).catch(function () { open(false); });
		}
		field.addEventListener('input', function () {
			clearTimeout(timer);
			timer = setTimeout(ask, 120);
		});
		field.addEventListener('keydown', function (event) {
			var count = list.hidden ? 0 : list.children.length;
			if (event.key === 'Escape') {
				open(false);
			} else if (count > 0 && event.key === 'ArrowDown') {
				event.preventDefault();
				mark((at + 1) % count);
			} else if (count > 0 && event.key === 'ArrowUp') {
				event.preventDefault();
				mark(at <= 0 ? count - 1 : at - 1);
			} else if (event.key === 'Enter' && at >= 0) {
				event.preventDefault();
				location.assign(list.children[at].dataset.href);
			}
		});
		list.addEventListener('mousedown', function (event) { event.preventDefault(); });
		list.addEventListener('click', function (event) {
			if (event.target.dataset.href) {
				location.assign(event.target.dataset.href);
			}
		});
		field.addEventListener('blur', function () { open(false); });
	}
	document.querySelectorAll('[data-suggest]').forEach(suggest);

	var hideForm = document.querySelector('form[data-hide]');
	var lastEscape = 0;

	/* The browser may show the page once more before the next one comes: so it is emptied first. */
	function hide() {
		var away = hideForm.dataset.hide;
		document.title = '\u00a0';
		document.body.replaceChildren();
		try { sessionStorage.setItem('back', location.pathname); } catch (ignored) { /* not kept */ }
		fetch(away, { method: 'POST', keepalive: true, redirect: 'manual' }).catch(function () {});
		location.replace(away);
	}
	if (hideForm) {
		hideForm.addEventListener('submit', function (event) {
			event.preventDefault();
			hide();
		});
		document.addEventListener('keydown', function (event) {
			if (event.key !== 'Escape') {
				lastEscape = 0;
				return;
			}
			if (event.timeStamp - lastEscape < 700 && lastEscape > 0) {
				hide();
			}
			lastEscape = event.timeStamp;
		});
	}

	var sent = new WeakSet();
	document.addEventListener('submit', function (event) {
		if (event.target.method !== 'post' || event.defaultPrevented) {
			return;
		}
		if (sent.has(event.target)) {
			event.preventDefault();
		}
		sent.add(event.target);
	});
	/* Back on a page that was kept, its forms can be sent again. */
	window.addEventListener('pageshow', function () { sent = new WeakSet(); });

	/* Back to where the hide key was pressed: a path of ours, and only when nothing else was asked. */
	document.querySelectorAll('input[data-back]').forEach(function (field) {
		var back = null;
		try {
			back = sessionStorage.getItem('back');
			sessionStorage.removeItem('back');
		} catch (ignored) { /* not kept */ }
		if (back && field.value === '/today' && /^\/(?!\/)/.test(back) && back !== '/') {
			field.value = back;
		}
	});

	function bytes(text) {
		var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
		return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
	}
	function letters(buffer) {
		var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
		return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
	}
	function withBytes(options) {
		var key = options.publicKey || options;
		key.challenge = bytes(key.challenge);
		if (key.user) { key.user.id = bytes(key.user.id); }
		(key.excludeCredentials || []).concat(key.allowCredentials || []).forEach(function (known) {
			known.id = bytes(known.id);
		});
		return { publicKey: key };
	}
	function answerOf(credential) {
		var response = credential.response;
		var answer = { id: letters(credential.rawId), clientDataJSON: letters(response.clientDataJSON) };
		if (response.attestationObject) {
			answer.attestationObject = letters(response.attestationObject);
		} else {
			answer.authenticatorData = letters(response.authenticatorData);
			answer.signature = letters(response.signature);
			answer.userHandle = response.userHandle ? letters(response.userHandle) : '';
		}
		return JSON.stringify(answer);
	}
	function send(address, fields) {
		return fetch(address, { method: 'POST', body: new URLSearchParams(fields) }).then(function (got) {
			return got.json().then(function (said) {
				if (!got.ok) { throw new Error(said.problem); }
				return said;
			});
		});
	}
	function passkey(place) {
		var data = place.dataset;
		var makes = 'passkeyMake' in data;
		var label = document.getElementById('passkey-label');
		var password = document.getElementById('passkey-password');
		var to = document.querySelector('input[name=to]');
		function ask() {
			place.querySelector('[role=status]').textContent = '';
			send(data.passkeyStart, { token: data.token, password: password ? password.value : '' }).then(function (options) {
				return makes ? navigator.credentials.create(withBytes(options))
					: navigator.credentials.get(withBytes(options));
			}).then(function (credential) {
				return send(data.passkeyFinish, { token: data.token, answer: answerOf(credential),
					label: label ? label.value : '', to: to ? to.value : '' });
			}).then(function (said) {
				location.assign(said.to);
			}).catch(function (fault) {
				var own = fault && fault.name === 'Error' && fault.message;
				place.querySelector('[role=status]').textContent = own ? fault.message : data.passkeyFault;
			});
		}
		place.hidden = false;
		place.querySelector('button').addEventListener('click', ask);
	}
	if (window.PublicKeyCredential) {
		document.querySelectorAll('[data-passkey-start]').forEach(passkey);
	}
}());
