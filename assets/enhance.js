/* enhance.js - comfort where JavaScript runs; every page works without it.
 *
 * 1. A field with data-filter="#ID" hides the rows of that table that do not have what is typed.
 * 2. A form with data-submit-on-change is sent when a choice in it changes.
 * 3. A field with data-suggest="ADDRESS" offers the places that fit what is typed (an ARIA
 *    combobox: arrows, Enter, Escape, or a tap).
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
}());
