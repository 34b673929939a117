/* enhance.js - comfort where JavaScript runs; every page works without it.
 *
 * 1. A field with data-filter="#ID" hides the rows of that table that do not have what is typed.
 * 2. A form with data-submit-on-change is sent when a choice in it changes.
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
}());
