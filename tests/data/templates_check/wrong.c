/* Not compiled: what templates_check must complain about. */
void put(struct view *view, const char *name, struct slice text);
void show(struct view *view, const char *template_name);

void page(struct view *view)
{
	/* put(view, "in_a_comment", S("")); */
	put(view, "shown_nowhere", S("put(view, \"in_a_text\")"));
	put(view, NAMES[i], S("not a name"));
	show(view, "not_there");
}
