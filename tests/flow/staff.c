#include "staff.h"

#include <strings.h>
#include <time.h>

#include "vault/totp.h"

void staff_organisation(struct flow *flow, const char *organisation)
{
	(void)flow_command(flow, (const char *const[]){"organisation", "add", organisation, NULL});
}

/* The path of a "http://.../welcome/TOKEN" in a text. */
static const char *link_in(struct flow *flow, struct slice text)
{
	const size_t at = slice_find(text, S("/welcome/"));
	if (at == SIZE_MAX) {
		fail_msg("no link in: %.*s", SLICE_PRINT(text));
	}
	size_t end = at + 9;
	while (end < text.length && (text.at[end] == '-' || text.at[end] == '_' ||
				     (text.at[end] >= '0' && text.at[end] <= '9') ||
				     (text.at[end] >= 'A' && text.at[end] <= 'Z') ||
				     (text.at[end] >= 'a' && text.at[end] <= 'z'))) {
		end++;
	}
	return arena_cstr(flow->c.arena, slice_between(text, at, end));
}

void staff_invite(struct flow *flow, struct person *person)
{
	person->link = link_in(
		flow, flow_command(flow, (const char *const[]){
						 "user", "add", person->name, "--organisation",
						 person->organisation, "--roles", person->roles,
						 person->team != NULL ? "--team" : NULL,
						 person->team, NULL}));
}

static const char *headers_of(struct flow *flow, const struct person *person)
{
	return arena_format(flow->c.arena,
			    "Sec-Fetch-Site: same-origin\r\n"
			    "Content-Type: application/x-www-form-urlencoded\r\n%s%s%s%s%s",
			    person != NULL && person->cookie != NULL ? "Cookie: " : "",
			    person != NULL && person->cookie != NULL ? person->cookie : "",
			    person != NULL && person->cookie != NULL ? "\r\n" : "",
			    person != NULL && person->bearer != NULL ? "Authorization: Bearer "
								     : "",
			    person != NULL && person->bearer != NULL
				    ? arena_format(flow->c.arena, "%s\r\n", person->bearer).at
				    : "")
		.at;
}

struct reply staff_get(struct flow *flow, const struct person *person, const char *target)
{
	return server_request(flow->c.arena, &flow->server, "GET", target, headers_of(flow, person),
			      (struct slice){0});
}

struct reply staff_post(struct flow *flow, const struct person *person, const char *target,
			const char *form)
{
	const struct slice token = person != NULL ? person->form_token : S("");
	const struct slice body =
		arena_format(flow->c.arena, "token=%.*s&%s", SLICE_PRINT(token), form);
	return server_request(flow->c.arena, &flow->server, "POST", target,
			      headers_of(flow, person), body);
}

struct slice staff_field(struct flow *flow, const struct reply *reply, const char *name)
{
	const struct slice start = arena_format(flow->c.arena, "name=\"%s\" value=\"", name);
	const size_t at = slice_find(reply->body, start);
	if (at == SIZE_MAX) {
		fail_msg("no field %s on a page of status %d", name, reply->status);
	}
	const struct slice rest = slice_between(reply->body, at + start.length, reply->body.length);
	return slice_between(rest, 0, slice_find_byte(rest, '"'));
}

/* There may be two cookies: the language's is the other one. */
static void take_cookie(struct flow *flow, struct person *person, const struct reply *reply)
{
	const size_t at = slice_find(reply->head, S("Set-Cookie: spean="));
	if (at == SIZE_MAX) {
		fail_msg("%s: no session, status %d: %.*s", person->name, reply->status,
			 SLICE_PRINT(slice_between(reply->body, 0, 3000)));
	}
	const struct slice rest = slice_between(reply->head, at + 12, reply->head.length);
	person->cookie =
		arena_cstr(flow->c.arena, slice_between(rest, 0, slice_find_byte(rest, ';')));
}

static void take_form_token(struct flow *flow, struct person *person, const char *page)
{
	const struct reply reply = staff_get(flow, person, page);
	assert_int_equal(reply.status, 200);
	person->form_token = staff_field(flow, &reply, "token");
}

void staff_accept(struct flow *flow, struct person *person)
{
	const struct reply reply =
		staff_post(flow, NULL, person->link,
			   "new_password=" STAFF_PASSWORD "&new_password_again=" STAFF_PASSWORD);
	take_cookie(flow, person, &reply);
	assert_int_equal(reply.status, 303);
	take_form_token(flow, person, "/account/code");
}

struct slice staff_code(struct flow *flow, struct slice secret)
{
	struct slice bytes;
	assert_true(base32_decode(flow->c.arena, secret, &bytes));
	return totp_code(flow->c.arena, bytes, (uint64_t)time(NULL) / TOTP_STEP_SECONDS,
			 TOTP_DIGITS);
}

static void take_recovery(struct flow *flow, struct person *person, const struct reply *reply)
{
	struct slice rest = reply->body;

	for (size_t i = 0; i < STAFF_CODES; i++) {
		const size_t at = slice_find(rest, S("<li><code>"));
		if (at == SIZE_MAX) {
			fail_msg("%s: %zu recovery codes, status %d", person->name, i,
				 reply->status);
		}
		rest = slice_between(rest, at + 10, rest.length);
		person->recovery[i] = arena_copy(
			flow->c.arena, slice_between(rest, 0, slice_find_byte(rest, '<')));
	}
}

void staff_set_up(struct flow *flow, struct person *person)
{
	const struct reply page = staff_post(flow, person, "/account/code/new", "");
	assert_int_equal(page.status, 200);
	const struct slice secret = staff_field(flow, &page, "secret");
	const struct slice code = staff_code(flow, secret);
	const struct reply done =
		staff_post(flow, person, "/account/code",
			   arena_format(flow->c.arena, "code=%.*s", SLICE_PRINT(code)).at);
	take_recovery(flow, person, &done);
	person->recovery_used = 0;
}

void staff_sign_in_half(struct flow *flow, struct person *person)
{
	person->cookie = NULL;
	const struct reply reply = staff_post(
		flow, NULL, "/sign-in",
		arena_format(flow->c.arena, "name=%s&password=" STAFF_PASSWORD, person->name).at);
	take_cookie(flow, person, &reply);
	take_form_token(flow, person, "/sign-in/code");
}

void staff_sign_in(struct flow *flow, struct person *person)
{
	staff_sign_in_half(flow, person);
	assert_true(person->recovery_used < STAFF_CODES);
	const struct slice code = person->recovery[person->recovery_used++];
	const struct reply reply =
		staff_post(flow, person, "/sign-in/code",
			   arena_format(flow->c.arena, "code=%.*s", SLICE_PRINT(code)).at);
	take_cookie(flow, person, &reply);
	take_form_token(flow, person, "/account");
}
